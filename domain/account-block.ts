/**
 * Codes by which a bank says that the fault is the payer's, the file's or the bank's own: they tell nothing of the payee's account. The
 * lists of codes are external and not in the schemas, so this is a table to be grown.
 */
const notOfTheAccount: ReadonlySet<string> = new Set([
  'AM01', // amount is zero
  'AM02', // amount above the limit
  'AM03', // currency not processable
  'AM04', // the payer's funds
  'AM05', // duplicate
  'AM09', // wrong amount
  'AM10', // control sum
  'AGNT', // agent wrong
  'AB05', // time out at the creditor's agent
  'AB06', // time out at the instructed agent
  'DT01', // date
  'DU01', // message id twice
  'DU02', // payment information id twice
  'DU03', // transaction twice
  'DU04', // end-to-end id twice
  'DUPL', // duplicate
  'ED05', // settlement failed
  'FF01', // file format
  'TECH', // technical fault
  'TM01', // cut-off time passed
  'CUST', // recalled by the payer
  'AC02', // the payer's account
  'DS02', // order cancelled
]);

/**
 * R107: a rejection or return blocks the payee's account until it is confirmed or replaced, unless its reason is known to be another's.
 * A reason that is missing or not known here blocks: nothing is sent to a doubtful account again.
 */
export const blocksAccount = (reasonCode: string | undefined): boolean =>
  reasonCode === undefined || !notOfTheAccount.has(reasonCode);
