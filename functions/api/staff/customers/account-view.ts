import type { setBenefitAccount } from '../../../../contract/customers.ts';
import type { ResultOf } from '../../../../contract/endpoint.ts';
import type { BenefitAccount } from '../../../table/items.ts';

type AccountView = ResultOf<typeof setBenefitAccount>['benefitAccounts'][number];

/** An account as staff see it: its number by the mask, and whether a payment came back from it. */
export const viewOfAccount = ({ from, until, type, iban, blocked }: BenefitAccount): AccountView => ({
  from,
  until: until ?? null,
  type,
  iban: iban.mask,
  blocked: blocked === undefined ? null : { since: blocked.since, code: blocked.code },
});
