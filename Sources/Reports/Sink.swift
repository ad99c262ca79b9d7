/// Where a long report goes, piece by piece; false when nothing more can be written.
package typealias Sink = (String) -> Bool
