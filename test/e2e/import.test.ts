import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { saveStaffTokens, tokenFilePath } from '../../cli/auth/token-file.ts';
import { searchCustomers, showCustomer } from '../../contract/customers.ts';
import { itemsOf } from '../fixtures/e2e-cloud.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { enterStaff, makePerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, type World } from '../fixtures/e2e-world.ts';
import { madeUpIdentityCode } from '../fixtures/identity-codes.ts';
import { run, workplace } from '../unit/cli/workplace.ts';

const { coop, otherCoop, household, federation } = smallFederation();
const { coopId } = coop.coop;
let world: World;
let clerk: Caller;

beforeAll(async () => {
  world = await openWorld(federation);
  const made = await makePerson(world.cloud, 'importer', ['register.read', 'register.write']);
  await enterStaff(world.cloud, { staffId: made.staffId, coopIds: [coopId] });
  clerk = world.signIn(made);
});

/** The clerk's desk: a folder with the configuration and the sign-in of the command line. */
async function desk() {
  const place = await workplace(world.apiUrl, { staff: world.config.staff });
  const path = tokenFilePath(place.config, 'default', place.env);
  await saveStaffTokens(path, { accessToken: await clerk.token(), expiresAtMs: Date.now() + 3_600_000 }, place.env);
  return place;
}

const cardsOf = async (customerNumber: string) =>
  (await clerk.call(showCustomer, { body: { purpose: 'membershipHandling', customerNumber } })).cards;

const numbersIn = (journal: string): string[] =>
  journal
    .trimEnd()
    .split('\n')
    .slice(1)
    .flatMap((line) => JSON.parse(line).made ?? [])
    .toSorted();

describe('a file of customers', () => {
  it('is imported once however often: the good rows are there, the faulty ones are named, nobody is there twice', async () => {
    const place = await desk();
    const stamp = Date.now().toString(36).replaceAll(/\d/g, 'x');
    const codes = Array.from({ length: 30 }, (_, index) => madeUpIdentityCode(index % 2 === 0 ? '-' : 'Y'));
    const rows = codes.map((code, index) => {
      if (index === 4) return `Aino;Tuonti${stamp};010190-9000;;;;`;
      if (index === 11) return `Aino;Tuonti${stamp} 🎉;${code};;;;`;
      if (index === 20) return `Aino;Tuonti${stamp};${code};Kuja 1;123;Helsinki;FI`;
      return `Aino;Tuonti${stamp};${code};Kuja ${index}|C/O Maa;40100;Jyväskylä;FI`;
    });
    const header = 'firstNames;lastName;identityCode;address.lines;address.postalCode;address.town;address.country';
    const file = join(place.folder, 'members.csv');
    await writeFile(file, `\ufeff${[header, ...rows].join('\r\n')}\r\n`);
    const argv = [
      'import',
      'customers',
      'members.csv',
      '--coop',
      coopId,
      '--source',
      'agreement:2026-01-12:4',
      '--json',
    ];
    const people = async () =>
      (await itemsOf(world.cloud.register)).filter(({ sk, homeCoopId }) => sk === 'CUSTOMER' && homeCoopId === coopId);
    const before = (await people()).length;

    const dry = await run(place, [...argv, '--dry-run']);
    expect([dry.code, JSON.parse(dry.stdout)]).toMatchObject([2, { made: 27, rejected: 3, dryRun: true }]);
    expect((await people()).length).toBe(before);

    const first = await run(place, argv);
    expect([first.code, first.stderr]).toEqual([2, '']);
    expect(JSON.parse(first.stdout)).toMatchObject({
      rows: 30,
      made: 27,
      already: 0,
      rejected: 3,
      failed: 0,
      pending: 0,
    });
    const errors = await readFile(`${file}.errors.csv`, 'utf8');
    const where = errors
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.replaceAll('"', '').split(';').slice(0, 3));
    expect(where.toSorted()).toEqual([
      ['13', 'badFormat', '/set/lastName'],
      ['22', 'badFormat', '/set/address/postalCode'],
      ['6', 'badCheckDigit', '/set/identityCode'],
    ]);
    expect(errors).not.toContain('Tuonti');
    expect((await people()).length).toBe(before + 27);
    const made = numbersIn(await readFile(`${file}.import.jsonl`, 'utf8'));
    const by = { identityCode: codes[0] ?? '' };
    const found = await clerk.call(searchCustomers, { body: { purpose: 'membershipHandling', by } });
    expect(made).toContain(found.customers[0]?.customerNumber);

    const resumed = await run(place, [...argv, '--resume']);
    expect([resumed.code, JSON.parse(resumed.stdout)]).toMatchObject([2, { made: 0, already: 27, rejected: 3 }]);
    // The journal is lost: each row is asked for again, and leads to the customer that it made.
    await rm(`${file}.import.jsonl`);
    const again = await run(place, argv);
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([2, { made: 27, rejected: 3 }]);
    expect(numbersIn(await readFile(`${file}.import.jsonl`, 'utf8'))).toEqual(made);
    expect((await people()).length).toBe(before + 27);

    const apply = ['import', 'memberships', 'applications.csv', '--coop', coopId, '--source', 'internet', '--json'];
    const today = new Date().toISOString().slice(0, 10);
    const applications = [...made.slice(0, 5), '59999999999'].map((number) => `${number},${today}`);
    await writeFile(join(place.folder, 'applications.csv'), ['customerNumber,on', ...applications].join('\n'));
    const applied = await run(place, apply);
    expect([applied.code, JSON.parse(applied.stdout)]).toMatchObject([2, { made: 5, rejected: 1 }]);
    expect(await readFile(join(place.folder, 'applications.csv.errors.csv'), 'utf8')).toContain('unknownCustomer');
    await rm(join(place.folder, 'applications.csv.import.jsonl'));
    expect(JSON.parse((await run(place, apply)).stdout)).toMatchObject({ made: 5, rejected: 1 });
  });

  it('of cards orders each once', async () => {
    const place = await desk();
    const holder = household.persons[0].customer.customerNumber;
    const before = (await cardsOf(holder)).length;
    await writeFile(join(place.folder, 'cards.csv'), `customerNumber,type\n${holder},DIGITAL\n${holder},digital\n`);
    const argv = ['import', 'cards', 'cards.csv', '--coop', coopId, '--source', 'service', '--json'];
    for (const _time of [1, 2]) {
      const { code, stdout } = await run(place, argv);
      expect([code, JSON.parse(stdout)]).toMatchObject([2, { made: 1, rejected: 1 }]);
      expect(await readFile(join(place.folder, 'cards.csv.errors.csv'), 'utf8')).toContain('"3","notOneOf","/type"');
      expect((await cardsOf(holder)).length).toBe(before + 1);
      await rm(join(place.folder, 'cards.csv.import.jsonl'));
    }
  });

  it('of another co-op is refused as a whole', async () => {
    const place = await desk();
    await writeFile(join(place.folder, 'members.csv'), 'lastName\nYksi\nKaksi\n');
    const argv = ['import', 'customers', 'members.csv', '--coop', otherCoop.coop.coopId, '--source', 'other'];
    const { code, stderr } = await run(place, argv);
    expect([code, stderr.includes('coopNotAllowed')]).toEqual([4, true]);
  });
});
