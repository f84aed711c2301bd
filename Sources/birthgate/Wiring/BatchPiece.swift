import Casework
import Wire

/// One message of a batch or a file, as it was cut out.
struct BatchPiece: Sendable {
  var bytes: [UInt8]
  var place: Place
  var isTooLong = false
  /// Where it stood in its document, for a dialect's record.
  var steps: [RecordStep] = []

  /// A whole file that is one message.
  init(whole bytes: [UInt8]) {
    self.bytes = bytes
    place = .start
  }

  init(_ piece: BatchReader.Piece) {
    bytes = piece.bytes
    place = piece.place
    isTooLong = piece.isTooLong
    steps = piece.steps
  }
}

extension MessageReader {
  /// Reads a piece in the form its batch was declared in; places count from the batch's start.
  func read(
    _ piece: BatchPiece, _ form: MessageForm, as manner: Manner = .canonical
  ) throws(Rejection) -> Reading {
    guard !piece.isTooLong, piece.bytes.count <= Gateway.bodyBytesMax else {
      throw Rejection(errors: [
        Finding(
          code: .tooManyParts, path: "", line: piece.place.line, column: piece.place.column,
          message: Plain("报文超过 1 MiB。", "The message is larger than 1 MiB."))
      ])
    }
    return try read(piece.bytes, form: form, as: manner, from: piece.place)
  }
}
