import CLibFuzzer
import FuzzTargets
import Glibc

/// libFuzzer keeps the arguments for itself, so the target is named by the environment.
enum Chosen {
  static let target = FuzzTarget.named(
    unsafe getenv("IPAMTRIAGE_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? "")
}

guard Chosen.target != nil else {
  print("IPAMTRIAGE_FUZZ_TARGET is one of \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
  exit(64)
}

var count = CommandLine.argc
var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
exit(
  unsafe LLVMFuzzerRunDriver(&count, &words) { data, size in
    let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: size))
    if let fault = Chosen.target?.quickCheck(bytes) { fatalError(fault) }
    return 0
  })
