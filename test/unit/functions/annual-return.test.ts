import { beforeAll, describe, expect, it } from 'vitest';
import type { ReturnFileKind } from '../../../domain/annual-return/return-life.ts';
import { annualReturnDisclosure } from '../../../domain/disclosure.ts';
import type { AnnualReturn } from '../../../functions/table/annual-return-items.ts';
import { changeReturn, returnOf, returnsOf } from '../../../functions/table/annual-returns.ts';
import { disclosuresConcerning, disclosureWrite } from '../../../functions/table/disclosures.ts';
import { rowOfPayee, rowsOfBucket } from '../../../functions/table/return-lines.ts';
import { commit } from '../../../functions/table/transaction.ts';
import { openAnnualReturn } from '../../../functions/workflow/annual-return/open-return.ts';
import { basisOf } from '../../../functions/workflow/annual-return/return-basis.ts';
import { verifiedMap } from '../../fixtures/annual-return.ts';
import {
  approved,
  asked,
  built,
  customerItems,
  customerNumberOf,
  delivered,
  filesWritten,
  interestRunItems,
  openedAtMs,
  person,
  type ReturnScene,
  returnScene,
  type TestPayee,
  worked,
} from '../../fixtures/return-scene.ts';
import { dump, load } from '../../fixtures/run-driver.ts';

const id = { coopId: 'havu', year: '2026', number: 1 };
const payees: TestPayee[] = [
  ...Array.from({ length: 9 }, (_, index) => ({ serial: index + 1, grossCents: 1_000, withheldCents: 0 })),
  { serial: 10, grossCents: 600_000, withheldCents: 63_000 },
  { serial: 11, grossCents: 2_001, withheldCents: 150, values: person(11, { deceasedOn: '2026-03-01' }) },
  { serial: 12, grossCents: 1_500, withheldCents: 0, values: { companyName: 'Kuusi Oy', businessId: '2077474-0' } },
  // Nobody knows this one's code.
  { serial: 13, grossCents: 700, withheldCents: 0, values: { firstNames: 'Ei', lastName: 'Tunnusta' } },
  { serial: 14, grossCents: 900, withheldCents: 0, reason: 'NON_RESIDENT' },
  // One person, two memberships.
  { serial: 1, grossCents: 500, withheldCents: 0, memberNumber: '1100000099' },
];
const grossCents = payees.reduce((sum, payee) => sum + payee.grossCents, 0);
const withheldCents = payees.reduce((sum, payee) => sum + payee.withheldCents, 0);
const maps = [verifiedMap()];

const rows = async (scene: ReturnScene, of = id) => {
  const all = [];
  for (let bucket = 0; bucket < 32; bucket += 1)
    for await (const row of rowsOfBucket(scene.db, of, bucket)) all.push(row);
  return all.toSorted((a, b) => (a.customerNumber < b.customerNumber ? -1 : 1));
};
const textOf = (scene: ReturnScene, key: string, encoding: BufferEncoding = 'latin1'): string =>
  Buffer.from(scene.files.get(key) ?? []).toString(encoding);
const refused = (code: string) => expect.objectContaining({ code });

describe('a return', () => {
  it('has each payee once, with what the runs of the year gave, to the cent', async () => {
    const scene = await returnScene(payees);
    const item = await built(scene);
    expect(item).toMatchObject({
      state: 'DRAFT',
      number: 1,
      payer: { businessId: '1234567-1', name: 'Osuuskauppa Havu' },
      totals: {
        payees: 14,
        grossCents,
        withheldCents,
        byHand: { payees: 2, grossCents: 1_600, withheldCents: 0 },
      },
      changes: { REPORT: 14, REPLACE: 0, WITHDRAW: 0 },
    });
    const found = await rows(scene);
    expect(found).toHaveLength(14);
    expect(found[0]).toMatchObject({
      customerNumber: customerNumberOf(1),
      grossCents: 1_500,
      capitalCents: 20_000,
      memberNumbers: ['1100000001', '1100000099'],
      payeeKind: 'PERSON',
      payeeName: 'Mallikas Maija B',
    });
    expect(found.slice(10).map(({ payeeKind, payeeName }) => [payeeKind, payeeName])).toEqual([
      ['ESTATE', 'Mallikas Maija BB'],
      ['COMPANY', 'Kuusi Oy'],
      ['PERSON', 'Tunnusta Ei'],
      ['NON_RESIDENT', 'Mallikas Maija BE'],
    ]);
  });

  it('is of the year in which the money could be drawn, whenever it is about (R98)', async () => {
    const scene = await returnScene(payees, {
      more: [
        ...interestRunItems(payees.slice(0, 2), { period: '2024', payOn: '2027-01-02' }),
        ...interestRunItems(payees.slice(0, 3), { period: '2023', state: 'FILES_WRITTEN' }),
        ...interestRunItems(payees.slice(2, 4), { period: '2022', releasedOn: '2026-07-01', payOn: '2025-06-01' }),
      ],
    });
    const basis = await basisOf(scene.db, 'havu', '2026');
    expect(basis.map(({ period, drawableOn }) => [period, drawableOn])).toEqual([
      ['2022', '2026-07-01'],
      ['2025', '2026-06-15'],
    ]);
    expect((await built(scene)).totals?.grossCents).toBe(grossCents + 2_000);
  });

  it('is opened once the year has ended, by a co-op with a business id, if there is something to report', async () => {
    const scene = await returnScene(payees);
    const open = (more: object, atMs = openedAtMs, of = scene) =>
      openAnnualReturn(of.db, { ...asked, ...more }, 'liisa', atMs);
    await expect(open({ year: '2027' })).rejects.toThrow(refused('returnYearNotEnded'));
    await expect(open({}, Date.parse('2026-12-31T23:59:59+02:00'))).rejects.toThrow(refused('returnYearNotEnded'));
    await expect(open({ year: '2025' })).rejects.toThrow(refused('nothingToReport'));
    await expect(open({ coopId: 'koivu' })).rejects.toThrow(refused('unknownCoop'));
    const other = await returnScene(payees, { businessId: undefined });
    await expect(open({}, openedAtMs, other)).rejects.toThrow(refused('payerNotIdentified'));
    expect(await returnsOf(scene.db, 'havu')).toEqual([]);
  });

  it('is opened once: whoever asks again finds it, and a dry run leaves nothing', async () => {
    const scene = await returnScene(payees);
    const dry = await openAnnualReturn(scene.db, { ...asked, dryRun: true }, 'liisa', openedAtMs);
    expect(dry).toMatchObject({ number: 1, basis: [{ amountCents: grossCents }] });
    expect(await returnsOf(scene.db, 'havu')).toEqual([]);
    const first = await openAnnualReturn(scene.db, asked, 'liisa', openedAtMs);
    expect(await openAnnualReturn(scene.db, asked, 'matti', openedAtMs + 1)).toEqual(first);
    const draft = await built(scene);
    expect(await built(scene)).toEqual(draft);
  });

  it('tells the share of a small co-op, which no run of 500 payees can be', async () => {
    const scene = await returnScene(payees);
    expect((await built(scene, { underFiveHundredMembers: true })).distributorType).toBe('S');
    const many = Array.from({ length: 500 }, (_, index) => ({ serial: index + 1, grossCents: 1, withheldCents: 0 }));
    const large = await returnScene(many);
    await expect(built(large, { underFiveHundredMembers: true })).rejects.toThrow(refused('invalidRequest'));
  });

  it('stops where its sums are not those of its runs', async () => {
    const scene = await returnScene(payees);
    const [payout] = [...(await dump(scene.world))].filter(([key]) => key.startsWith('PAYOUT#havu#INTEREST#2025'));
    await load(scene.world, [{ ...(payout?.[1] as Record<string, unknown>), amountCents: 999 } as never]);
    await expect(built(scene)).rejects.toThrow(/differs from its runs by -?\d+ cents of surplus/);
    expect((await returnOf(scene.db, id)).state).toBe('BUILDING');
  });

  it('keeps no code in the clear, and its hash changes with any row', async () => {
    const scene = await returnScene(payees);
    const item = await built(scene);
    expect(JSON.stringify([...(await dump(scene.world))])).not.toMatch(/010190/);
    const others = payees.map((payee) =>
      payee.serial === 5 ? { ...payee, values: person(5, { lastName: 'Virtanen' }) } : payee,
    );
    expect((await built(await returnScene(others))).hash).not.toBe(item.hash);
    expect((await built(await returnScene(payees))).hash).toBe(item.hash);
  });
});

describe('files', () => {
  let scene: ReturnScene;
  let item: AnnualReturn;
  beforeAll(async () => {
    scene = await returnScene(payees, { maps });
    item = await approved(scene, await built(scene));
  });

  it('hold every payee of the return once, as many as fit, and the totals in the last', async () => {
    const keys = await filesWritten(scene, item, 'PRODUCTION');
    expect(keys.length).toBeGreaterThan(3);
    expect(keys[0]).toBe('havu/2026/1/VSOKERIE-havu-2026-1-001.txt');
    const text = keys.map((key) => textOf(scene, key)).join('');
    const codes = [...text.matchAll(/^083:(.*)$/gm)].map(([, code]) => code);
    expect(codes).toHaveLength(12);
    expect(new Set(codes)).toContain('2077474-0');
    expect(new Set(codes)).toContain('010190-911P');
    expect(text.match(/^114:6000,00$/gm)).toHaveLength(1);
    const last = textOf(scene, keys.at(-1) ?? '');
    expect(last).toMatch(/000:VSOKVYHT\n058:2026\n010:1234567-1\n505:12\n506:6130,01\n507:631,50\n/);
    expect(text.match(/000:VSOKVYHT/g)).toHaveLength(1);
    for (const key of keys) expect(textOf(scene, key)).toMatch(/^000:VSOKERIE\n[\s\S]*\n999:\d+\n$/);
    expect(scene.opened.toSorted()).toEqual([...Array(11).keys()].map((index) => customerNumberOf(index + 1)));
  });

  it('for people hold those without a code and those abroad as well, and say so', async () => {
    const keys = await filesWritten(scene, item, 'CSV');
    const text = keys.map((key) => textOf(scene, key, 'utf8')).join('');
    expect(text).toMatch(/ilmoitus;Osuuskauppa Havu;1234567-1;2026;;Tunnusta Ei;M;05;7,00;0,00;;ei;tunnus puuttuu/);
    expect(text).toMatch(/Mallikas Maija BE;M;05;9,00;0,00;;ei;rajoitetusti verovelvollinen: lomake 7809/);
    expect(text).toMatch(/yhteenveto;.*;saajia 14;;;6146,01;631,50;;;/);
    expect(text.match(/^ilmoitus;/gm)).toHaveLength(14);
  });

  it('for a test have the form and the sums, and nobody’s data', async () => {
    const fresh = await returnScene(payees);
    const keys = await filesWritten(fresh, await built(fresh), 'TEST');
    const text = keys.map((key) => textOf(fresh, key)).join('');
    expect(keys[0]).toBe('havu/2026/1/TEST-VSOKERIE-havu-2026-1-001.txt');
    expect(text).toMatch(/X06:6130,01/);
    expect(text).not.toMatch(/Mallikas|Kuusi|010190|2077474/);
    const codes = [...text.matchAll(/^083:(.*)$/gm)].map(([, code]) => code);
    expect(new Set(codes).size).toBe(12);
    expect(fresh.opened).toEqual([]);
  });

  it('are written for production by no map that is not verified, and with codes only of what two people signed', async () => {
    const fresh = await returnScene(payees);
    const draft = await built(fresh);
    const write = (job: ReturnFileKind) => worked(fresh, { return: id, job });
    await expect(write('CSV')).rejects.toThrow(refused('returnNotInState'));
    await approved(fresh, draft);
    await expect(write('PRODUCTION')).rejects.toThrow(refused('returnMapNotVerified'));
    expect([...fresh.files.keys()]).toEqual([]);
    expect(fresh.opened).toEqual([]);
  });
});

describe('a correction', () => {
  it('tells what is new, other or withdrawn, and nothing else', async () => {
    const scene = await returnScene(payees, { maps });
    await delivered(scene, await approved(scene, await built(scene)));
    // The code of one was wrong; a run was released late; one payee gets something for the first time.
    await load(scene.world, customerItems({ serial: 5, values: person(5, { identityCode: '010190-901R' }) }));
    const late: TestPayee[] = [
      { serial: 2, grossCents: 1_000, withheldCents: 0 },
      { serial: 20, grossCents: 400, withheldCents: 0 },
    ];
    await load(scene.world, [
      ...customerItems({ serial: 20 }),
      ...interestRunItems(late, { period: '2024', payOn: '2026-12-01' }),
    ]);
    await expect(built(scene)).rejects.toThrow(refused('invalidRequest'));
    const second = await built(scene, { reason: 'A run was released late' });
    expect(second).toMatchObject({
      number: 2,
      replaces: 1,
      changes: { REPORT: 2, REPLACE: 1, WITHDRAW: 1 },
      totals: { payees: 15, grossCents: grossCents + 1_400 },
    });
    const keys = await filesWritten(scene, await approved(scene, second), 'PRODUCTION');
    const told = keys
      .map((key) => textOf(scene, key))
      .join('')
      .matchAll(/^083:(.*)\n085:.*\n501:M\n114:(.*)\n115:.*\n502:0\n(?:504:(.*)\n)?/gm);
    expect([...told].map(([, ...fields]) => fields).toSorted()).toEqual(
      [
        ['010190-902P', '20,00', 'REPLACE'],
        ['010190-905P', '10,00', 'WITHDRAW'],
        ['010190-901R', '10,00', undefined],
        ['010190-920P', '4,00', undefined],
      ].toSorted(),
    );
    expect(keys.map((key) => textOf(scene, key)).join('')).toMatch(/505:13\n506:6144,01\n/);
  });

  it('of a return that was right is the totals alone', async () => {
    const scene = await returnScene(payees, { maps });
    await delivered(scene, await approved(scene, await built(scene)));
    const second = await built(scene, { reason: 'To see whether anything is wrong' });
    expect(second.changes).toEqual({ REPORT: 0, REPLACE: 0, WITHDRAW: 0 });
    const keys = await filesWritten(scene, await approved(scene, second), 'PRODUCTION');
    expect(keys.map((key) => textOf(scene, key))).toEqual([expect.stringMatching(/^000:VSOKVYHT\n/)]);
  });

  it('follows a return that was given up with the next number, against the one that was delivered', async () => {
    const scene = await returnScene(payees);
    await delivered(scene, await approved(scene, await built(scene)));
    const second = await built(scene, { reason: 'The first try' });
    await changeReturn(scene.db, second, { state: 'DISCARDED', discarded: { by: 'matti', atMs: 1, reason: 'Not so' } });
    expect(await built(scene, { reason: 'The second try' })).toMatchObject({ number: 3, replaces: 1 });
  });
});

describe('the disclosure of a return', () => {
  const entryOf = (number: number, atMs: number) =>
    annualReturnDisclosure(
      { coopId: 'havu', year: '2026', number, tellsCapital: false },
      { atMs, on: '2027-01-20', by: 'matti', reference: 'A-1' },
      { subjects: 14, files: [{ name: 'x.txt', sha256: 'a'.repeat(64) }] },
    );

  it('concerns who stands in it, and of a correction who is told anew', async () => {
    const scene = await returnScene(payees);
    await delivered(scene, await approved(scene, await built(scene)));
    await commit(scene.db, [disclosureWrite(entryOf(1, openedAtMs))]);
    await load(scene.world, customerItems({ serial: 5, values: person(5, { identityCode: '010190-901R' }) }));
    await delivered(scene, await approved(scene, await built(scene, { reason: 'A wrong code' })));
    await commit(scene.db, [disclosureWrite(entryOf(2, openedAtMs + 1))]);
    const numbers = async (serial: number) =>
      (await disclosuresConcerning(scene.db, ['havu', 'koivu'], customerNumberOf(serial))).map(
        ({ scope }) => scope.number,
      );
    expect(await numbers(5)).toEqual([2, 1]);
    expect(await numbers(6)).toEqual([1]);
    expect(await numbers(77)).toEqual([]);
    expect(await rowOfPayee(scene.db, id, customerNumberOf(6))).toMatchObject({ grossCents: 1_000 });
  });

  it('is entered once and never replaced', async () => {
    const scene = await returnScene(payees);
    await commit(scene.db, [disclosureWrite(entryOf(1, openedAtMs))]);
    await expect(commit(scene.db, [disclosureWrite({ ...entryOf(1, openedAtMs), subjects: 0 })])).rejects.toThrow(
      refused('staleVersion'),
    );
  });
});
