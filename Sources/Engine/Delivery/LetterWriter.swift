package import Casework

/// All that the words of one letter depend on.
package struct LetterDraft: Sendable {
  package var id: String
  package var caseID: CaseID
  package var notice: Notice
  package var channel: String
  /// As the reader asked for; nil where nobody said.
  package var language: String?
  /// The child's, whose texts may differ.
  package var region: String?
  package var values: NoticeValues

  package init(
    id: String, caseID: CaseID, notice: Notice, channel: String, language: String?,
    region: String?, values: NoticeValues
  ) {
    self.id = id
    self.caseID = caseID
    self.notice = notice
    self.channel = channel
    self.language = language
    self.region = region
    self.values = values
  }
}

/// Writes what people read: the engine knows who is told what and when, not in which words.
package struct LetterWriter: Sendable {
  /// Nil where the texts cannot do without a value that there is not.
  package var write: @Sendable (LetterDraft) -> Letter?
  /// One line of JSON for the file channel.
  package var line: @Sendable (LetterDraft) -> [UInt8]
  /// The letter that brings a link somebody asked for, in a language and with a region's words.
  package var pageLink:
    @Sendable (_ link: String, _ language: String?, _ region: String?) -> Letter?
  /// The address of the child's page, the same for the same delivery.
  package var link: @Sendable (CaseID, _ delivery: String) async throws(StoreError) -> String?

  package init(
    write: @escaping @Sendable (LetterDraft) -> Letter?,
    line: @escaping @Sendable (LetterDraft) -> [UInt8],
    pageLink:
      @escaping @Sendable (_ link: String, _ language: String?, _ region: String?) ->
      Letter?,
    link: @escaping @Sendable (CaseID, _ delivery: String) async throws(StoreError) -> String?
  ) {
    self.write = write
    self.line = line
    self.pageLink = pageLink
    self.link = link
  }
}
