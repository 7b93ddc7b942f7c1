import { showVoucher } from '../../../../contract/returns.ts';
import { deadlinesOf } from '../../../../domain/annual-return/deadlines.ts';
import { voucherHtml, voucherLanguageOf, voucherText } from '../../../../domain/annual-return/voucher.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { answers } from '../../../runtime/serve.ts';
import { returnIdOf, returnsOf } from '../../../table/annual-returns.ts';
import { register } from '../../../table/client.ts';
import { rowOfPayee } from '../../../table/return-lines.ts';

/** From the newest return that two people have signed: the voucher is due before the return is. */
export const showVoucherEndpoint = answers(showVoucher, async ({ body, subjects }) => {
  const { customerNumber, coopId, year } = body;
  const returns = await returnsOf(register(), coopId, year);
  const signed = returns.findLast(({ state }) => state === 'APPROVED' || state === 'DELIVERED');
  const row = signed && (await rowOfPayee(register(), returnIdOf(signed), customerNumber));
  if (signed === undefined || row === undefined)
    throw new DomainError('unknownReturn', `No approved return of ${year} has this customer.`);
  const { payer, number } = signed;
  const { payeeName, payeeKind, memberNumbers, grossCents, withheldCents } = row;
  const voucher = { year, payer, payeeName, payeeKind, memberNumbers, grossCents, withheldCents };
  const language = body.language ?? voucherLanguageOf(subjects.customerNumber.customer.values.language?.value);
  return {
    year,
    returnNumber: number,
    language,
    dueBy: deadlinesOf(year, 1).vouchersBy,
    text: voucherText(voucher, language),
    html: voucherHtml(voucher, language),
  };
});
