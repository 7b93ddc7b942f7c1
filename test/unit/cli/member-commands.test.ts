import { describe, expect, it } from 'vitest';
import { registerRows } from '../../../cli/members/register-rows.ts';
import { registerFormats, registerText } from '../../../cli/members/register-text.ts';
import { membershipExamples } from '../../../contract/examples/memberships.ts';
import { columnsOf, type RegisterRow } from '../../../domain/member-register.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const example = (name: keyof typeof membershipExamples) => membershipExamples[name].results[0]?.value;
const members = ({ path }: Seen): Answer => {
  const answers: Record<string, unknown> = {
    'memberships/apply': example('applyForMembership'),
    'memberships/act': example('actOnMembership'),
    'memberships/transfer': example('transferMembership'),
    'memberships/due': { ...example('listDueMemberships'), cursor: undefined },
    'shares/ledger': example('showShareLedger'),
    'member-registers/list': { ...example('listMemberRegister'), cursor: undefined },
  };
  const name = path.replace('/v1/staff/', '');
  const status = name === 'memberships/apply' ? 201 : 200;
  return answers[name] === undefined ? problem(404, 'unknownMembership') : { status, body: answers[name] };
};
const who = ['1100000042', 'demo', '600000042'];
const said = ['--source', 'phone', '--purpose', 'membershipHandling'];
const ofMembership = { customerNumber: '1100000042', coopId: 'demo', memberNumber: '600000042' };
const asked = { ...ofMembership, purpose: 'membershipHandling', source: { kind: 'phone' } };

describe('member', () => {
  it('enters an application under a key of its own, or the one that is given again', async () => {
    const { place, seen } = await signedIn(members);
    const apply = ['member', 'apply', '1100000042', 'demo', '--on', '2026-01-15', ...said];
    const { stdout } = await run(place, [...apply, '--key', 'again-again']);
    expect(stdout).toContain('APPLIED');
    await run(place, [...apply, '--guardian-consents']);
    const { memberNumber: _, ...ofMember } = asked;
    expect(seen.map(({ body }) => body)).toEqual([
      { ...ofMember, on: '2026-01-15', idempotencyKey: 'again-again' },
      { ...ofMember, on: '2026-01-15', guardianConsents: true, idempotencyKey: expect.stringMatching(/^[\w-]{36}$/) },
    ]);
  });

  it.each([
    ['accept', [], { kind: 'accept' }],
    ['refuse', ['--reason', 'not from here'], { kind: 'refuse' }],
    ['remind', [], { kind: 'remind' }],
    ['end-unfilled', [], { kind: 'endUnfilled' }],
    ['resign', [], { kind: 'resign' }],
    ['notice-expulsion', ['--reason', 'neglect'], { kind: 'noticeExpulsion' }],
    ['demand-meeting', [], { kind: 'demandMeeting' }],
    ['drop-expulsion', ['--reason', 'set right'], { kind: 'dropExpulsion' }],
    ['refund', [], { kind: 'refund' }],
    ['refund-excess', [], { kind: 'refundExcess' }],
    [
      'pay',
      ['--cents', '2000', '--key', 'payment-1'],
      { kind: 'pay', amountCents: 2_000, idempotencyKey: 'payment-1' },
    ],
    ['decide-expulsion', ['--notified-on', '2026-03-01'], { kind: 'decideExpulsion', notifiedOn: '2026-03-01' }],
    ['expel', ['--by-meeting', '--reason', 'neglect'], { kind: 'expel', byMeeting: true }],
    ['die', ['--learned-on', '2026-03-01'], { kind: 'die', learnedOn: '2026-03-01' }],
  ])('%s acts over the version that was seen', async (name, more, expected) => {
    const { place, seen } = await signedIn(members);
    const { code, stderr } = await run(place, ['member', name, ...who, '--on', '2026-02-01', ...said, ...more]);
    expect([code, stderr]).toEqual([0, '600000042: ACTIVE_UNPAID, decided on version 3\n']);
    const reason = more.includes('--reason') ? { reason: more[more.indexOf('--reason') + 1] } : {};
    expect(seen.at(-1)?.body).toEqual({
      ...{ ...asked, ...reason, version: 3 },
      act: { on: '2026-02-01', ...expected },
    });
    await run(place, ['member', name, ...who, '--version', '7', ...said, ...more, '--dry-run']);
    expect(seen).toHaveLength(3);
    expect(seen.at(-1)?.body).toMatchObject({ version: 7, dryRun: true });
  });

  it('tells the key of a payment that had no answer, so that it can be repeated', async () => {
    const { place, seen } = await signedIn((one) => (one.path.endsWith('/act') ? problem(503, 'busy') : members(one)));
    const { code, stderr } = await run(place, ['member', 'pay', ...who, '--cents', '2000', ...said]);
    const body = seen.at(-1)?.body as { act: { idempotencyKey: string } } | undefined;
    expect([code, stderr.includes(`--key ${body?.act.idempotencyKey}`)]).toEqual([6, true]);
  });

  it('moves to another co-op and lists what is due', async () => {
    const { place, seen } = await signedIn(members);
    const transfer = [
      'member',
      'transfer',
      ...who,
      '--to',
      'demo2',
      '--on',
      '2026-05-04',
      '--key',
      'moving-1',
      ...said,
    ];
    expect((await run(place, transfer)).stdout).toMatch(/TRANSFERRED[\s\S]*came from/);
    expect(seen.at(-1)?.body).toEqual({
      ...{ ...asked, version: 3, toCoopId: 'demo2', on: '2026-05-04', idempotencyKey: 'moving-1' },
    });
    const due = await run(place, ['member', 'due', 'demo', '--until', '2027-07-31']);
    expect(due.stdout).toContain('2027-07-20 REMINDER');
  });
});

describe('share', () => {
  it('shows the ledger and corrects an entry by another', async () => {
    const { place, seen } = await signedIn(members);
    const { stdout } = await run(place, ['share', 'ledger', ...who]);
    for (const text of ['PAYMENT', '20,00', 'payment-1f0c2a', 'apply']) expect(stdout).toContain(text);
    const entry = ['--entry', 'payment-1f0c2a', '--cents', '-1800', '--key', 'correct-1', '--on', '2026-02-01'];
    await run(place, ['share', 'correct', ...who, ...entry, '--reason', 'a zero too many', ...said]);
    expect(seen.at(-1)?.body).toEqual({
      ...{ ...asked, version: 3, reason: 'a zero too many' },
      act: {
        ...{ kind: 'correct', on: '2026-02-01', amountCents: -1_800 },
        ...{ corrects: 'payment-1f0c2a', idempotencyKey: 'correct-1' },
      },
    });
  });
});

describe('coop register', () => {
  const list = ['coop', 'register', 'demo', '--on', '2026-01-31', '--reason', 'at the head office'];

  it('is CSV, a page to print, or JSON', async () => {
    const { place, seen } = await signedIn(members);
    expect((await run(place, list)).stdout).toBe(
      'name,standing,from,until\r\nMäkinen Åsa Maria,PRESENT,2020-05-01,\r\nÖhman Karl,FORMER,2012-03-01,2025-06-30\r\n',
    );
    const page = (await run(place, [...list, '--format', 'html', '--view', 'entitled'])).stdout;
    for (const text of ['<html lang="fi">', '<bdi>Öhman Karl</bdi>', 'entinen jäsen', 'Yhteensä 2', 'Kotikunta'])
      expect(page).toContain(text);
    const document = JSON.parse((await run(place, [...list, '--json'])).stdout);
    expect(document).toMatchObject({ coopId: 'demo', view: 'anyone', members: [{ name: 'Mäkinen Åsa Maria' }, {}] });
    expect(seen.map(({ body }) => (body as { view: string }).view)).toEqual(['anyone', 'entitled', 'anyone']);
  });

  it('is made of 100,000 members without holding more than a page of them', async () => {
    const pages = 400;
    const row = (page: number, place: number): RegisterRow => ({
      ...{ name: `<b>&"'${page}/${place}`, standing: 'PRESENT', from: '2020-05-01', until: null },
    });
    for (const format of registerFormats) {
      let asked = 0;
      let written = 0;
      let most = 0;
      let unescaped = 0;
      const call = async () => {
        asked += 1;
        const rows = Array.from({ length: 250 }, (_, place) => row(asked, place));
        return { members: rows, ...(asked < pages ? { cursor: String(asked) } : {}) };
      };
      const what = { coopId: 'demo', on: '2026-01-31', purpose: 'audit', reason: 'a list' } as const;
      const rows = registerRows(call as never, 'anyone', what);
      const head = { coopId: 'demo', on: '2026-01-31', view: 'anyone', columns: columnsOf('anyone') };
      for await (const chunk of registerText[format](rows, head)) {
        if (chunk.includes('2020-05-01')) written += 1;
        most = Math.max(most, asked * 250 - written, chunk.length);
        if (format === 'html' && chunk.includes('<b>')) unescaped += 1;
      }
      expect([asked, written, unescaped]).toEqual([pages, 100_000, 0]);
      expect(most).toBeLessThan(1_500);
    }
  });
});
