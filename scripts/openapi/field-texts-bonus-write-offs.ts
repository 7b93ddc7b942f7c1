/** What the fields of barred Bonus that is written off mean. */
export const bonusWriteOffFieldTexts = {
  'BonusWriteOffView.period': 'The newest posted month: the run after it begins without the money.',
  'BonusWriteOffView.amountCents': 'Integer cents. What is written off; of one month, its part.',
  'BonusWriteOffView.months': 'The months that it is of, the oldest first.',
  'BonusWriteOffView.by': 'Who proposed it: the id of the staff member.',
  'BonusWriteOffView.at': 'When it was proposed.',
  writeOff: 'The proposal as it stands now.',
} as const;
