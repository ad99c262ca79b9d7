/// What a tracker reads, and how much of it.
package enum TicketMarkup: String, CaseIterable, Sendable {
  case github
  case gitlab
  /// Jira Cloud: the Atlassian Document Format.
  case jira
  /// Jira Data Center: wiki markup.
  case jiraWiki = "jira-wiki"
  case redmine

  var writer: any OutlineWriter.Type {
    switch self {
    case .github: MarkdownWriter.self
    case .gitlab: GitLabWriter.self
    case .jira: ADFWriter.self
    case .jiraWiki: JiraWikiWriter.self
    case .redmine: TextileWriter.self
    }
  }

  /// The most a comment may hold, in bytes: of text in UTF-8 they are never fewer than its characters.
  ///
  /// GitHub: 65,536 characters, as its API says in the error. GitLab: 1,000,000, the limit of a note. Jira: 32,767, the
  /// default of `jira.text.field.character.limit`. Redmine: the 65,535 bytes of a `TEXT` column of MySQL.
  package var mostBytes: Int {
    switch self {
    case .github: 65_536
    case .gitlab: 1_000_000
    case .jira, .jiraWiki: 32_767
    case .redmine: 65_535
    }
  }

  package var fileExtension: String {
    switch self {
    case .github, .gitlab: "md"
    case .jira: "json"
    case .jiraWiki: "txt"
    case .redmine: "textile"
    }
  }

  var trackerName: String {
    switch self {
    case .github: "GitHub"
    case .gitlab: "GitLab"
    case .jira, .jiraWiki: "Jira"
    case .redmine: "Redmine"
    }
  }
}
