import type { Fail } from './ledger-check.ts';

export type Sent = { file: string; endToEndId: string; coopId: string; period: string; payeeId: string; cents: bigint };

/** The payment files as the bank reads them: apart from the code that writes them. */
export type Files = {
  /** By their names, as they first were. */
  known: Map<string, string>;
  sent: Map<string, Sent[]>;
};
export const newFiles = (): Files => ({ known: new Map(), sent: new Map() });

/** I4: a file never changes; each of its payments is a payment of the run, with an id that is a function of the money owed. */
export function checkFiles(files: Files, bucket: ReadonlyMap<string, string>, fail: Fail): void {
  for (const [name, text] of bucket) {
    const known = files.known.get(name);
    if (known !== undefined && known !== text) fail('I4', `${name} has become another file`);
    if (known !== undefined) continue;
    files.known.set(name, text);
    files.sent.set(name, paymentsIn(name, text, fail));
  }
}

function paymentsIn(name: string, text: string, fail: Fail): Sent[] {
  const [coopId = '', kind = '', period = ''] = name.split('/');
  const payments: Sent[] = [];
  for (const [, endToEndId = '', euros = '', cents = ''] of text.matchAll(
    /<EndToEndId>([^<]*)<\/EndToEndId>[\s\S]*?<InstdAmt Ccy="EUR">(\d+)\.(\d\d)</g,
  )) {
    const [, payeeId = ''] = endToEndId.split('-');
    if (endToEndId !== `${kind.charAt(0)}${period.replaceAll('-', '')}${coopId}-${payeeId}-0-1`)
      fail('I4', `${endToEndId} is not the id of what is owed`);
    payments.push({ file: name, endToEndId, coopId, period, payeeId, cents: BigInt(euros + cents) });
  }
  const [, count = ''] = /<NbOfTxs>(\d+)</.exec(text) ?? [];
  const [, euros = '', cents = ''] = /<CtrlSum>(\d+)\.(\d\d)</.exec(text) ?? [];
  const sum = payments.reduce((total, payment) => total + payment.cents, 0n);
  if (Number(count) !== payments.length || BigInt(euros + cents) !== sum) fail('I4', `${name} does not add up`);
  return payments;
}

/** Money that left: the payments in the files of these runs. Each id at most once over all of them. */
export function moneySent(files: Files, runs: ReadonlySet<string>, fail: Fail): Map<string, bigint> {
  const ids = new Set<string>();
  const byPayee = new Map<string, bigint>();
  for (const [name, payments] of files.sent) {
    if (!runs.has(name.split('/').slice(0, 4).join('/'))) continue;
    for (const { endToEndId, coopId, payeeId, cents } of payments) {
      if (ids.has(endToEndId)) fail('I4', `${endToEndId} was sent twice`);
      ids.add(endToEndId);
      const payee = `${coopId}|${payeeId}`;
      byPayee.set(payee, (byPayee.get(payee) ?? 0n) + cents);
    }
  }
  return byPayee;
}
