import { postAccruals } from '../../../contract/receipts.ts';
import { calculateBonus, zeroBases } from '../../../domain/bonus.ts';
import { localDateOf, monthOf } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import { linkAt } from '../../../domain/household-link.ts';
import { identifierOf } from '../../../domain/receipt.ts';
import { requireValidCompany } from '../../runtime/companies.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import { hasDiscountRight } from '../../table/customer-services.ts';
import { bonusTableIn, bonusTablesOf } from '../../table/directory.ts';
import { householdOf } from '../../table/households.ts';
import { findIdentifier } from '../../table/identifiers.ts';
import { receiptsOfHouseholdMonth } from '../../table/receipts.ts';

/** The month so far, for the printed receipt. The opening entry of a negative month is left out: it is the run's to apply. */
export const postAccrualsEndpoint = answers(postAccruals, async ({ body, caller, nowMs }) => {
  await requireValidCompany(caller.retailerId, nowMs);
  const db = register();
  const identifier = identifierOf(body.identifier);
  const found = await findIdentifier(db, identifier);
  const link = linkAt(found?.links, nowMs);
  if (link === undefined)
    throw new DomainError('unknownIdentifier', 'No household gathers purchases with this card or number.');
  const month = monthOf(nowMs);
  const [household, tables, purchases, discountRight] = await Promise.all([
    householdOf(db, link.householdId),
    bonusTablesOf(db, link.coopId),
    receiptsOfHouseholdMonth(db, link.householdId, month),
    found?.holder === undefined ? false : hasDiscountRight(db, found.holder, localDateOf(nowMs)),
  ]);
  const bonus = calculateBonus({
    month,
    memberKind: household.memberKind,
    opening: zeroBases,
    purchases,
    table: bonusTableIn(tables, month),
  });
  return {
    month,
    purchasesCents: bonus.purchases.bonusCents,
    rateBasisPoints: bonus.row?.rateBasisPoints ?? 0,
    benefitsCents: bonus.amountCents,
    discountRight,
  };
});
