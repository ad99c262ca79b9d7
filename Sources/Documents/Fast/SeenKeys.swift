/// The keys of all objects that are open, to tell one that stands twice in its object.
///
/// Exact: keys are compared byte by byte. Without an allocation a key. Bounded: past 32,768 keys or 1 MiB of them,
/// those of the objects around it included, an object is not checked further.
struct SeenKeys {
  private struct Key {
    let hash: UInt64
    let start: Int
    let count: Int
    let slot: Int
  }

  // Another one in each process: nobody can write keys that all meet in one slot.
  private static let factor = UInt64.random(in: 1 << 62 ... .max) | 1
  private static let mostKeys = 32_768
  private static let mostBytes = 1_048_576

  private var keys: [Key] = []
  private var bytes: [UInt8] = []
  // Open addressing over the numbers of `keys`, -1 for a free slot. Keys leave in the reverse order they came in, so
  // an emptied slot never breaks the way to another key.
  private var slots = [Int32](repeating: -1, count: 256)

  var count: Int { keys.count }

  /// False when the object that began after `object` keys has `key` already.
  mutating func insert(_ key: [UInt8], object: Int) -> Bool {
    guard keys.count < Self.mostKeys, bytes.count &+ key.count <= Self.mostBytes else {
      return true
    }
    if keys.count &* 2 >= slots.count { grow() }
    var hash = UInt64(truncatingIfNeeded: object) &+ 1
    for byte in key { hash = (hash ^ UInt64(byte)) &* Self.factor }
    hash ^= hash >> 32
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash & UInt64(mask))
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if keys[number].hash == hash, number >= object, holds(key, number) { return false }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = Int32(truncatingIfNeeded: keys.count)
    keys.append(Key(hash: hash, start: bytes.count, count: key.count, slot: slot))
    bytes.append(contentsOf: key)
    return true
  }

  /// Forgets the keys of the objects that ended.
  mutating func remove(downTo count: Int) {
    guard count < keys.count else { return }
    bytes.removeLast(bytes.count &- keys[count].start)
    while keys.count > count, let key = keys.popLast() { slots[key.slot] = -1 }
  }

  private func holds(_ key: [UInt8], _ number: Int) -> Bool {
    let known = keys[number]
    guard known.count == key.count else { return false }
    for offset in key.indices where bytes[known.start &+ offset] != key[offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count &* 2)
    let mask = slots.count &- 1
    for number in keys.indices {
      var slot = Int(truncatingIfNeeded: keys[number].hash & UInt64(mask))
      while slots[slot] >= 0 { slot = (slot &+ 1) & mask }
      slots[slot] = Int32(truncatingIfNeeded: number)
      let key = keys[number]
      keys[number] = Key(hash: key.hash, start: key.start, count: key.count, slot: slot)
    }
  }
}
