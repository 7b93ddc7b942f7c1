/** What the fields of Bonus tables and their proposals mean. */
export const bonusTableFieldTexts = {
  'BonusTableView.validFrom': 'The first month that it rules.',
  'BonusTable.validFrom': 'The first month that it rules.',
  placeholder: "True while the co-op's own figures are still missing; each run warns of it.",
  rows: 'By thresholds, ascending: the highest row whose threshold the purchases of a month reach rules all of them.',
  'BonusTableView.version': 'Which of the tables of its month, from 1.',
  'TableProposalView.number': 'Counts the proposals of the co-op, from 1.',
  'TableProposalView.state': 'PROPOSED by one person, APPROVED by another (it is in force), or WITHDRAWN.',
  'TableProposalView.table': 'The table as it is to be.',
  replaces: 'The version of the table of the same month that it replaces; 0 if there is none.',
  'TableProposalView.reason': 'Why.',
  'TableProposalView.proposed': 'Who proposed it, and when.',
  'TableProposalView.approved': 'Who put it in force, and when; null until somebody has.',
  'TableProposalView.withdrawn': 'Who withdrew it, when and why; null if nobody has.',
  'ListBonusTablesResult.tables': 'Those in force, by validity.',
  replaced: 'Versions that were in force before, by validity.',
  proposals: 'Everything that was proposed, oldest first.',
  'ProposeBonusTableRequest.version':
    'The version of the table of the same month that was looked at; 0 if there is none.',
  'ProposeBonusTableRequest.table': 'The table as it is to be.',
  recomputed: 'Months that have been paid, or are being paid, under another table; the next run calculates them again.',
  tooOld: 'Months that are older than their receipts; they stay as they were paid.',
} as const;
