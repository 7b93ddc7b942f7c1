import { expect, it } from 'vitest';
import { putDecision } from '../../functions/table/decisions.ts';
import { findCompany } from '../../functions/table/directory.ts';
import { companyKey } from '../../functions/table/keys.ts';
import { rowOfPayee } from '../../functions/table/return-lines.ts';
import { aDecision } from '../fixtures/decisions.ts';
import { member, memberItems, memberNumberOf, nonResident, percentageCard } from '../fixtures/interest-members.ts';
import {
  approved,
  built,
  customerItems,
  customerNumberOf,
  filesWritten,
  openedAtMs,
  person,
  type ReturnScene,
} from '../fixtures/return-scene.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { load, runMonth } from '../fixtures/run-driver.ts';
import { newWorld } from '../fixtures/run-world.ts';

/** 30 € and 60 € of interest in one year, over the 20 € up to which nothing is withheld. */
const terms = { ...aDecision().terms, rateBasisPoints: 3_000 };
const openedAt = Date.parse('2026-06-05T06:00+03:00');

const members = [
  { of: member(1), values: person(1) },
  { of: member(5, { iban: undefined }), values: person(5) },
  { of: member(6, { cards: [percentageCard(1_000)] }), values: person(6) },
  { of: member(7, { cards: [nonResident] }), values: person(7) },
  {
    of: member(8, { values: { companyName: 'Leipä Oy' } }),
    values: { companyName: 'Leipä Oy', businessId: '2077474-0' },
  },
  {
    of: member(9, { values: { lastName: 'Mallikas', firstNames: 'Matti', deceasedOn: '2026-01-20' } }),
    values: person(9, { deceasedOn: '2026-01-20' }),
  },
  { of: member(10), values: { firstNames: 'Ei', lastName: 'Tunnusta' } },
];

it('what two real runs of interest paid in a year stands in its return, row by row and to the cent', async () => {
  const world = newWorld();
  await load(world, [
    ...coopItems(coop()),
    ...members.flatMap(({ of, values }) => [...memberItems(of), ...customerItems({ serial: of.serial, values })]),
  ]);
  await load(world, [{ ...companyKey('havu'), ...(await findCompany(world.others, 'havu')), businessId: '1234567-1' }]);
  await putDecision(world.others, aDecision({ year: '2024', terms: { ...terms, payOn: '2026-05-20' } }));
  await putDecision(world.others, aDecision({ terms: { ...terms, rateBasisPoints: 6_000 } }));
  const earlier = await runMonth(world, openedAt - 20 * 86_400_000, { kind: 'INTEREST', period: '2024' });
  const later = await runMonth(world, openedAt, { kind: 'INTEREST', period: '2025' });

  const scene: ReturnScene = { world, db: world.db, files: new Map(), opened: [], maps: undefined };
  const item = await built(scene);
  expect(item.basis.map(({ period }) => period)).toEqual(['2024', '2025']);
  expect(item.totals).toMatchObject({
    payees: members.length,
    grossCents: (earlier.totals?.amountCents ?? 0) + (later.totals?.amountCents ?? 0),
    withheldCents: (earlier.totals?.withheldCents ?? 0) + (later.totals?.withheldCents ?? 0),
    byHand: { payees: 2, grossCents: 18_000 },
  });
  const id = { coopId: 'havu', year: '2026', number: 1 };
  const rows = await Promise.all(
    members.map(async ({ of }) => {
      const row = await rowOfPayee(scene.db, id, customerNumberOf(of.serial));
      expect(row?.memberNumbers).toEqual([memberNumberOf(of.serial)]);
      return [row?.payeeKind, row?.grossCents, row?.withheldCents, row?.capitalCents];
    }),
  );
  expect(rows).toEqual([
    ['PERSON', 9_000, 675, 10_000],
    ['PERSON', 9_000, 675, 10_000],
    ['PERSON', 9_000, 900, 10_000],
    ['NON_RESIDENT', 9_000, 0, 10_000],
    ['COMPANY', 9_000, 0, 10_000],
    ['ESTATE', 9_000, 675, 10_000],
    ['PERSON', 9_000, 675, 10_000],
  ]);
  await approved(scene, item, openedAtMs + 1);
  const [...keys] = await filesWritten(scene, item, 'CSV');
  const text = keys.map((key) => Buffer.from(scene.files.get(key) ?? []).toString()).join('');
  expect(text.match(/^ilmoitus;/gm)).toHaveLength(members.length);
  expect(text).toContain('yhteenveto;Osuuskauppa Havu;1234567-1;2026;;saajia 7;;;630,00;36,00;;;');
});
