import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ImportProgress, PostRow } from '../../../cli/import/options.ts';
import { type Answer, problem } from './fake-register.ts';
import { type CustomerBody, customerKeeper, customersCsv, importPlace, nameOf, postTo } from './import-register.ts';

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => nameOf(index));

describe('an import', () => {
  it('makes one request of each row, with what is common to all and a key of the row', async () => {
    const header = 'kind;firstNames;lastName;address.lines;address.postalCode;childrenBirthYears;source';
    const rows = ['PERSON;Aino;Esimerkki;Kuja 1|C/O Maa;00100;2015|2018;', ';;Toinen;;;x;agreement:2026-01-12:4'];
    const { importWith } = await importPlace([header, ...rows].join('\r\n'));
    const bodies: CustomerBody[] = [];
    const keeper = customerKeeper();
    const post = postTo((body) => {
      bodies.push(body);
      return keeper.take(body);
    });
    expect(await importWith(post, { parallel: 1 })).toEqual({
      kind: 'customers',
      dryRun: false,
      rows: 2,
      made: 2,
      already: 0,
      rejected: 0,
      failed: 0,
      pending: 0,
      errorsFile: null,
      journalFile: expect.stringContaining('customers.csv.import.jsonl'),
    });
    const key = expect.stringMatching(/^import-[0-9a-f]{40}-[23]$/);
    const common = { purpose: 'membershipHandling', coopId: 'demo', kind: 'PERSON', idempotencyKey: key };
    expect(bodies).toEqual([
      {
        ...common,
        source: { kind: 'other' },
        set: {
          firstNames: 'Aino',
          lastName: 'Esimerkki',
          address: { lines: ['Kuja 1', 'C/O Maa'], postalCode: '00100' },
          childrenBirthYears: [2015, 2018],
        },
      },
      {
        ...common,
        source: { kind: 'agreement', date: '2026-01-12', version: '4' },
        // What is no year stays as it is: the register says what is wrong with it.
        set: { lastName: 'Toinen', childrenBirthYears: ['x'] },
      },
    ]);
  });

  it('stops no row for another that is refused, and says of each which, where and why, without what stood there', async () => {
    const { importWith, errors, journal } = await importPlace(customersCsv(60, { faulty: true }));
    const keeper = customerKeeper();
    expect(await importWith(postTo(keeper.take))).toMatchObject({ rows: 60, made: 54, rejected: 6, pending: 0 });
    expect(keeper.made.toSorted()).toEqual(names(60).filter((_, index) => index % 10 !== 3));
    const [head, ...lines] = await errors();
    expect(head).toBe('"row","code","pointer","message"');
    expect(lines.toSorted()).toEqual(
      [5, 15, 25, 35, 45, 55]
        .map((row) => `"${row}","badFormat","/set/lastName","Send Latin letters only."`)
        .toSorted(),
    );
    for (const text of [await journal(), lines.join('')]) expect(text).not.toMatch(/Row|Aino/);
  });

  it('asks at most as many at once as it may, and takes no row before its turn', async () => {
    const { importWith } = await importPlace(customersCsv(300));
    let atOnce = 0;
    let most = 0;
    const keeper = customerKeeper();
    const post: PostRow = async (...request) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      return await postTo(keeper.take)(...request);
    };
    expect(await importWith(post)).toMatchObject({ made: 300 });
    expect(most).toBe(8);
  });

  it('waits and sends again after 429, 503, a lost race and a friendly page, and nothing is made twice', async () => {
    const { importWith } = await importPlace(customersCsv(5));
    const bad: Answer[] = [
      { status: 429, body: {} },
      problem(503, 'busy'),
      problem(409, 'staleVersion'),
      { status: 201, body: '<html>Welcome</html>' },
      { status: 200, body: { customerNumber: '51000000428', version: 1, dryRun: false } },
      { status: 500, body: { message: 'Internal Server Error' } },
    ];
    const keeper = customerKeeper();
    const told: ImportProgress[] = [];
    const figures = await importWith(
      postTo((body) => {
        const taken = keeper.take(body);
        const next = bad.shift();
        return next ?? taken;
      }),
      { onProgress: (one) => told.push(one) },
    );
    expect(figures).toMatchObject({ made: 5, rejected: 0, failed: 0 });
    expect(keeper.made.toSorted()).toEqual(names(5));
    expect(told.filter(({ waiting }) => waiting !== undefined)).toHaveLength(6);
    expect(told.at(-1)).toEqual({ rows: 5, done: 5, rejected: 0 });
  });

  it('leaves a row aside that meets a fault of the register again and again, and tries it when it is resumed', async () => {
    const { importWith, errors } = await importPlace(customersCsv(5));
    const keeper = customerKeeper();
    const poisoned = postTo((body) => (body.set.lastName === nameOf(2) ? problem(500, 'internal') : keeper.take(body)));
    expect(await importWith(poisoned)).toMatchObject({ made: 4, failed: 1, pending: 0 });
    expect((await errors())[1]).toBe('"4","internal","","Request request-1."');
    expect(await importWith(postTo(keeper.take), { resume: true })).toMatchObject({
      made: 1,
      already: 4,
      failed: 0,
      errorsFile: null,
    });
    await expect(errors()).rejects.toThrow('ENOENT');
  });

  it.each([
    ['a token that is never accepted', { status: 401, body: { message: 'Unauthorized' } }],
    ['a user who may not', problem(403, 'permissionMissing')],
    ['an unknown co-op', problem(404, 'unknownCoop')],
    ['an address where nothing is', { status: 404, body: { message: 'Not Found' } }],
    ['a register that stays away', problem(503, 'busy')],
  ])('ends at %s: nothing is rejected, and it goes on later', async (_name, answer) => {
    const { importWith, errors } = await importPlace(customersCsv(30));
    const keeper = customerKeeper();
    let taken = 0;
    const refusing = postTo((body) => {
      taken += 1;
      return taken > 10 ? answer : keeper.take(body);
    });
    await expect(importWith(refusing)).rejects.toThrow();
    await expect(errors()).rejects.toThrow('ENOENT');
    const { made, already } = await importWith(postTo(keeper.take), { resume: true });
    expect([made + already, already > 0]).toEqual([30, true]);
    expect(keeper.made.toSorted()).toEqual(names(30));
  });
});

it.each([
  {
    kind: 'memberships',
    path: '/v1/staff/memberships/apply',
    csv: 'customerNumber,on,guardianConsents\n51000000428,2026-03-01,\n51,x,true\n',
    bodies: [
      { customerNumber: '51000000428', on: '2026-03-01' },
      { customerNumber: '51', on: 'x', guardianConsents: true },
    ],
  },
  {
    kind: 'cards',
    path: '/v1/staff/cards',
    csv: 'customerNumber,type,issuedCardNumber\n51000000428,MEMBER,924600000000000013\n51,member,\n',
    bodies: [
      { customerNumber: '51000000428', type: 'MEMBER', issuedCardNumber: '924600000000000013' },
      { customerNumber: '51', type: 'member' },
    ],
  },
] as const)('imports $kind by the numbers of the customers', async ({ kind, path, csv, bodies }) => {
  const { importWith } = await importPlace(csv);
  const asked: object[] = [];
  const post: PostRow = async (at, body) => {
    expect(at).toBe(path);
    asked.push(JSON.parse(body));
    return { status: 400, retryAfter: null, body: (problem(400, 'invalidRequest') as { body: unknown }).body };
  };
  expect(await importWith(post, { kind, parallel: 1 })).toMatchObject({ rejected: 2 });
  const common = { purpose: 'membershipHandling', source: { kind: 'other' }, coopId: 'demo' };
  expect(asked).toEqual(bodies.map((body) => ({ ...common, ...body, idempotencyKey: expect.any(String) })));
  const other = await importPlace('customerNumber\n51000000428\n');
  await expect(other.importWith(post, { kind })).rejects.toThrow('The header has no column');
});

describe('a dry run', () => {
  it('asks of each row what would come of it, leaves the faults and no journal, and stands in no way', async () => {
    const { importWith, errors, journal } = await importPlace(customersCsv(20, { faulty: true }));
    const keeper = customerKeeper();
    const given = { coopId: 'demo', purpose: 'membershipHandling', source: { kind: 'other' } } as const;
    const dry = await importWith(postTo(keeper.take), { given: { ...given, dryRun: true } });
    expect(dry).toMatchObject({ dryRun: true, made: 18, rejected: 2, journalFile: null });
    expect([keeper.made, (await errors()).length]).toEqual([[], 3]);
    await expect(journal()).rejects.toThrow('ENOENT');
    expect(await importWith(postTo(keeper.take))).toMatchObject({ made: 18, rejected: 2 });
  });
});

describe('the same file again', () => {
  it('sends nothing when it is resumed, and without its journal makes nothing twice', async () => {
    const content = customersCsv(20, { faulty: true });
    const { importWith } = await importPlace(content);
    const keeper = customerKeeper();
    await importWith(postTo(keeper.take));
    const never = postTo(() => {
      throw new Error('A request was made.');
    });
    expect(await importWith(never, { resume: true })).toMatchObject({ made: 0, already: 18, rejected: 2, pending: 0 });
    const elsewhere = await importPlace(content);
    expect(await elsewhere.importWith(postTo(keeper.take))).toMatchObject({ made: 18, rejected: 2 });
    expect(keeper.made).toHaveLength(18);
  });

  it('is refused without --resume, with other options, and when it has changed: its rows would be made again', async () => {
    const place = await importPlace(customersCsv(5));
    const keeper = customerKeeper();
    const given = { coopId: 'demo', purpose: 'membershipHandling', source: { kind: 'other' } } as const;
    await place.importWith(postTo(keeper.take));
    const refused = { exit: 'conflict' };
    await expect(place.importWith(postTo(keeper.take))).rejects.toMatchObject(refused);
    for (const other of [{ coopId: 'other' }, { source: { kind: 'phone' } }, { reason: 'a test' }] as const)
      await expect(
        place.importWith(postTo(keeper.take), { resume: true, given: { ...given, ...other } }),
      ).rejects.toMatchObject(refused);
    await writeFile(place.path, customersCsv(6));
    await expect(place.importWith(postTo(keeper.take), { resume: true })).rejects.toMatchObject(refused);
    expect(keeper.made).toHaveLength(5);
  });

  it('for another co-op has other keys', async () => {
    const keys = new Set<string>();
    for (const coopId of ['one', 'two']) {
      const { importWith } = await importPlace(customersCsv(3));
      const post = postTo((body) => {
        keys.add(body.idempotencyKey);
        return customerKeeper().take(body);
      });
      await importWith(post, { given: { coopId, purpose: 'membershipHandling', source: { kind: 'other' } } });
    }
    expect(keys.size).toBe(6);
  });
});
