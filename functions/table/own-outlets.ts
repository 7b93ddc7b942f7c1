import * as z from 'zod/mini';
import { type LocalDate, localDateOf } from '../../domain/calendar.ts';
import type { Company } from '../../domain/company.ts';
import type { Outlet } from '../../domain/outlet.ts';
import { isOwnOutlet } from '../../domain/own-outlet.ts';
import type { Register } from './client.ts';
import { type DirectoryKind, findEntry, versionsOf } from './directory-entries.ts';
import { companyItem, outletItem } from './items.ts';
import { identityOfKey } from './keys.ts';
import type { IndexedReceipt } from './receipt-item.ts';

/** Adds up what receipts say of Bonus purchases at a co-op's own outlets, cents. */
export type OwnOutletSum = (
  receipts: readonly Pick<IndexedReceipt, 'key' | 'purchasedAt' | 'bases'>[],
) => Promise<number>;

/**
 * The part of purchases that a surplus refund counts (R41, domain.md 6 #29). Each outlet is looked up once, and asked once for each day: a shard's
 * households buy at a few hundred of them, some hundred thousand times.
 */
export function ownOutletSum(db: Register, coopId: string): OwnOutletSum {
  const outlets = new Map<string, Promise<readonly Outlet[]>>();
  const companies = new Map<string, Promise<readonly Company[]>>();
  const days = new Map<number, LocalDate>();
  const own = new Map<string, Promise<boolean>>();
  const isOwn = async (outletId: string, day: LocalDate): Promise<boolean> => {
    const versions = await once(outlets, outletId, (id) => allVersions(db, 'outlet', outletItem, id));
    const runBy = [...new Set(versions.map(({ retailerId }) => retailerId))];
    const found = await Promise.all(
      runBy.map(
        async (id) => [id, await once(companies, id, (key) => allVersions(db, 'company', companyItem, key))] as const,
      ),
    );
    return isOwnOutlet(coopId, day, versions, new Map(found));
  };
  return async (receipts) => {
    const centsOf = new Map<string, { outletId: string; day: LocalDate; cents: number }>();
    for (const { key, purchasedAt, bases } of receipts) {
      const { outletId } = identityOfKey(key);
      const day = dayOf(days, purchasedAt);
      const place = `${outletId} ${day}`;
      const known = centsOf.get(place)?.cents ?? 0;
      centsOf.set(place, { outletId, day, cents: known + bases.bonusCents });
    }
    let sum = 0;
    for (const [place, { outletId, day, cents }] of centsOf)
      if (await once(own, place, () => isOwn(outletId, day))) sum += cents;
    return sum;
  };
}

const hourMs = 3_600_000;

/** The date in Helsinki, whose midnights are at whole hours: an instant's hour decides, and a month has few. */
function dayOf(known: Map<number, LocalDate>, epochMs: number): LocalDate {
  const hour = Math.floor(epochMs / hourMs);
  const day = known.get(hour) ?? localDateOf(epochMs);
  known.set(hour, day);
  return day;
}

/** The entry as it is, and what it was before, newest first. */
async function allVersions<T>(db: Register, kind: DirectoryKind, schema: z.ZodMiniType<T>, id: string): Promise<T[]> {
  const [present, kept] = await Promise.all([findEntry(db, kind, id), versionsOf(db, kind, id)]);
  if (present === undefined) return [];
  const before = kept.filter(({ version }) => version < present.version).toReversed();
  return [present, ...before.map(({ entry }) => entry)].map((entry) => z.parse(schema, entry));
}

async function once<T>(known: Map<string, Promise<T>>, id: string, look: (id: string) => Promise<T>): Promise<T> {
  const asked = known.get(id) ?? look(id);
  known.set(id, asked);
  return await asked;
}
