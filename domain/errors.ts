/**
 * The closed union of everything that can be wrong with a request. Each code has its HTTP status, title and advice in
 * `contract/problem.ts`, and a section in `docs/errors.md`; a new code does not compile until it has them.
 */
export const errorCodes = [
  'invalidJson',
  'invalidRequest',
  'bodyTooLarge',
  'tooManyReceipts',
  'noValidReceipt',
  'clientNotActive',
  'staffNotActive',
  'staffMandateEnded',
  'confidentialityMissing',
  'employerNotValid',
  'accessTokenRequired',
  'permissionMissing',
  'coopNotAllowed',
  'unknownOutlet',
  'outletOfAnotherRetailer',
  'unknownReceipt',
  'unknownIdentifier',
  'unknownHousehold',
  'unknownCustomer',
  'unknownCard',
  'unknownCoop',
  'unknownRun',
  'unknownPayment',
  'unknownRoute',
  'monthNotEnded',
  'monthTooOld',
  'runOutOfOrder',
  'runNotInState',
  'paymentNotInState',
  'handSettlementDiffers',
  'unknownBankFile',
  'unknownBankCase',
  'bankCaseNotOpen',
  'accountNotBlocked',
  'runHashDiffers',
  'runStale',
  'secondPersonRequired',
  'noBonusTable',
  'unknownTableProposal',
  'tableProposalNotInState',
  'unknownDecision',
  'decisionNotInState',
  'decisionNotApproved',
  'decisionExceeded',
  'taxCardConflict',
  'unknownReturn',
  'returnYearNotEnded',
  'nothingToReport',
  'payerNotIdentified',
  'returnNotInState',
  'returnHashDiffers',
  'returnRunsChanged',
  'returnMapNotVerified',
  'unknownEntry',
  'ownEntry',
  'companyNotValid',
  'serviceStateConflict',
  'householdStateConflict',
  'cardStateConflict',
  'unknownMembership',
  'unknownShareEntry',
  'membershipNotInState',
  'membershipDateNotAllowed',
  'shareAmountNotAllowed',
  'applicantNotEligible',
  'alreadyMember',
  'staleVersion',
  'idempotencyKeyReused',
  'customerMerged',
  'alreadyRegistered',
  'customerInUse',
  'mergeIntoItself',
  'notMerged',
  'differentPeople',
  'busy',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What is wrong with one field of a request: where (RFC 6901 JSON pointer), a code, and a sentence that says what to do. */
export type FieldIssue = { pointer: string; code: IssueCode; message: string };

/** The codes of a single field's or a single receipt's fault. */
export const issueCodes = [
  'required',
  'wrongType',
  'unknownField',
  'notWholeNumber',
  'outOfRange',
  'badFormat',
  'badCheckDigit',
  'notOneOf',
  'baseOutsideTotal',
  'purchaseInFuture',
  'purchaseTooOld',
  'businessDayTooFar',
  'unknownOutlet',
  'outletOfAnotherRetailer',
  'companyNotValid',
  'duplicateInBatch',
] as const;

export type IssueCode = (typeof issueCodes)[number];

/**
 * A refusal that the caller can do something about. `detail` is one sentence without personal data; `issues` point at
 * fields. Anything else that is thrown is a fault of ours and is answered without detail.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly FieldIssue[];

  constructor(code: ErrorCode, detail: string, issues: readonly FieldIssue[] = []) {
    super(detail);
    this.name = 'DomainError';
    this.code = code;
    this.issues = issues;
  }
}
