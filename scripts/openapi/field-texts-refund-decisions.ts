/** What the fields of decisions on refunds mean. */
export const refundDecisionFieldTexts = {
  'RefundDecisionView.year': 'The financial year in which the memberships ended, named by the year in which it ends.',
  'RefundDecisionView.state': 'RECORDED by one person, APPROVED by another, or WITHDRAWN before that.',
  'RefundDecisionView.recorded': 'Who recorded it as it stands, and when.',
  'RefundDecisionView.approved': 'Who approved it, and when; null until somebody has.',
  'RefundDecisionView.withdrawn': 'Who took it back, when and why; null if nobody has.',
  'RefundDecisionView.inForce':
    'What was approved last, by which runs of refunds pay; null until something was: then whole shares are refunded.',
  partBasisPoints: 'Hundredths of a per cent of each share, in all; 10,000 is the whole share.',
  isFinal: 'No more is ever given: the rest of each share goes to the co-op’s equity.',
  'RefundTerms.decidedOn': 'When it was decided.',
  'RefundTerms.basis': 'What it rests on, as the accounts or minutes say it.',
  'RecordRefundDecisionRequest.year': 'The financial year in which the memberships ended.',
  'ApproveRefundDecisionPath.year': 'The financial year in which the memberships ended.',
  'WithdrawRefundDecisionPath.year': 'The financial year in which the memberships ended.',
  'ShowRefundDecisionPath.year': 'The financial year in which the memberships ended.',
  'ListRefundDecisionsResult.decisions': 'Each as it stands now, newest financial year first.',
  'ShowRefundDecisionResult.versions': 'What every act on it has left, oldest first.',
} as const;
