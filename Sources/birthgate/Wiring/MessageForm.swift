import Wire

/// What a message is written in.
typealias MessageForm = MessageReader.Form
