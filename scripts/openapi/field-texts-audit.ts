/** What the fields of the access log's endpoints mean. */
export const auditFieldTexts = {
  events: 'The looks and changes of this page, newest first.',
  'AccessEvent.at': 'When the request began: RFC 3339 with offset.',
  'AccessEvent.actor': 'Who looked.',
  'AccessEvent.kind': 'What kind of person or thing.',
  'AccessEvent.id': 'Its id: a staff id, a customer number, a household, or what was listed.',
  'AccessEvent.name': 'The name that the staff directory has now; null if it has no such person.',
  'AccessEvent.permission': 'By which permission.',
  'AccessEvent.purpose': 'Why, as the person said.',
  'AccessEvent.reason': 'In the words of the person; null if none was given.',
  'AccessEvent.action': 'READ: seen. CHANGE: changed. EXPORT: taken out as a file.',
  'AccessEvent.subject': 'Whom it concerns; a LISTING, RUN or SEARCH shows many.',
  via: 'In whose data it was seen, as kind/id; null if in its own.',
  fieldGroups: 'Which groups of data were seen or changed.',
} as const;
