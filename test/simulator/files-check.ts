import type { Fail } from './ledger-check.ts';

/** A payment as the bank reads it in a file: apart from the code that writes them. */
export type Sent = {
  file: string;
  messageId: string;
  batchId: string;
  endToEndId: string;
  coopId: string;
  /** The money: its id without the issue. */
  money: string;
  issue: number;
  cents: bigint;
};

/** Payment files by their names, as they first were, and what is in them. */
export type Files = { known: Map<string, string>; sent: Map<string, readonly Sent[]> };
export const newFiles = (): Files => ({ known: new Map(), sent: new Map() });

/** I4: a file never changes; it adds up, and each of its payments has an id that is a function of the money owed. */
export function checkFiles(files: Files, bucket: ReadonlyMap<string, string>, fail: Fail): void {
  for (const [name, text] of bucket) {
    const known = files.known.get(name);
    if (known !== undefined && known !== text) fail('I4', `${name} has become another file`);
    if (known !== undefined) continue;
    files.known.set(name, text);
    if (name.endsWith('.xml')) files.sent.set(name, paymentsIn(name, text, fail));
  }
}

const letters: Readonly<Record<string, string>> = { BONUS: 'B', INTEREST: 'I', SURPLUS: 'S', REFUND: 'R' };

function paymentsIn(name: string, text: string, fail: Fail): Sent[] {
  const [coopId = '', kind = '', period = ''] = name.split('/');
  const messageId = /<MsgId>([^<]*)</.exec(text)?.[1] ?? '';
  const payments: Sent[] = [];
  for (const part of text.split('<PmtInf>').slice(1)) {
    const batchId = /<PmtInfId>([^<]*)</.exec(part)?.[1] ?? '';
    for (const [, endToEndId = '', euros = '', cents = ''] of part.matchAll(
      /<EndToEndId>([^<]*)<\/EndToEndId>[\s\S]*?<InstdAmt Ccy="EUR">(\d+)\.(\d\d)</g,
    )) {
      const [, start = '', of = '', payee = '', revision = '', issue = ''] =
        /^([A-Z])(\d+[a-z]+)-([A-Za-z0-9]+)-(\d+)-(\d+)$/.exec(endToEndId) ?? [];
      const isOwn = start === letters[kind] && of === `${period.replaceAll('-', '')}${coopId}` && issue === '1';
      const isPaidAnew = kind === 'CORRECTION' && of.endsWith(coopId) && Number(issue) > 1;
      if ((!isOwn && !isPaidAnew) || revision !== '0') fail('I4', `${endToEndId} is not the id of what is owed`);
      const money = `${start}${of}-${payee}-${revision}`;
      payments.push({
        ...{ file: name, messageId, batchId, endToEndId, coopId, money },
        ...{ issue: Number(issue), cents: BigInt(euros + cents) },
      });
    }
  }
  const [, count = ''] = /<NbOfTxs>(\d+)</.exec(text) ?? [];
  const [, euros = '', cents = ''] = /<CtrlSum>(\d+)\.(\d\d)</.exec(text) ?? [];
  const sum = payments.reduce((total, payment) => total + payment.cents, 0n);
  if (Number(count) !== payments.length || BigInt(euros + cents) !== sum) fail('I4', `${name} does not add up`);
  return payments;
}
