import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inTurn } from '../../../cli/audit/in-turn.ts';
import { auditExamples } from '../../../contract/examples/audit.ts';
import { blockName } from '../../../domain/audit-chain.ts';
import type { StoredBlock } from '../../../domain/audit-verification.ts';
import { chainOf } from '../../fixtures/audit-chains.ts';
import { tamperings } from '../../fixtures/audit-tamperings.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const ok = (body: unknown): Answer => ({ status: 200, body });
const [look] = auditExamples.accessByPerson.results;
const events = look?.value.events ?? [];
const asked = ({ path, body }: Seen) => [path.replace('/v1/staff/access-events/', ''), body];

describe('audit person and staff', () => {
  it('show who looked, page after page, newest first', async () => {
    const { place, seen } = await signedIn(({ body }) =>
      ok(
        (body as { cursor?: string }).cursor === undefined
          ? { events: events.slice(0, 1), cursor: 'next' }
          : { events: events.slice(1) },
      ),
    );
    const shown = await run(place, [
      'audit',
      'person',
      '1000042',
      '--from',
      '2026-01-01',
      '--reason',
      'asked by letter',
    ]);
    expect(shown.code).toBe(0);
    for (const text of [
      '2026-01-24 16:45',
      'Aino Esimerkki',
      'correction: The postal code was wrong.',
      'customer 1000042',
      'in HOUSEHOLD/H000042',
    ])
      expect(shown.stdout).toContain(text);
    const body = { customerNumber: '1000042', purpose: 'audit', from: '2026-01-01', reason: 'asked by letter' };
    expect(seen.map(asked)).toEqual([
      ['by-person', body],
      ['by-person', { ...body, cursor: 'next' }],
    ]);
  });

  it('take a household, and a staff member', async () => {
    const { place, seen } = await signedIn(() => ok({ events: [] }));
    expect((await run(place, ['audit', 'household', 'H000042', '--purpose', 'dataSubjectRequest'])).stdout).toContain(
      'Nobody looked.',
    );
    const told = await run(place, ['audit', 'staff', 'staff-1', '--until', '2026-02-28', '--json']);
    expect(JSON.parse(told.stdout)).toEqual({ events: [] });
    expect(seen.map(asked)).toEqual([
      ['by-person', { householdId: 'H000042', purpose: 'dataSubjectRequest' }],
      ['by-staff', { staffId: 'staff-1', purpose: 'audit', until: '2026-02-28' }],
    ]);
  });

  it('say what is wrong', async () => {
    const { place, seen } = await signedIn(() => problem(404, 'unknownCustomer'));
    expect((await run(place, ['audit', 'person', '1000042'])).code).toBe(3);
    for (const faulty of [
      ['person', 'nobody'],
      ['person', '1000042', '--from', 'May'],
      ['staff', 'a#b'],
      ['verify', '--from', '0'],
      ['verify', '--last-hash', 'f'],
    ])
      expect((await run(place, ['audit', ...faulty])).code, faulty.join(' ')).toBe(2);
    expect(seen).toHaveLength(1);
  });
});

describe('audit verify --from-folder', () => {
  const chain = chainOf([2, 0, 3, 1]);

  async function inFolder(stored: readonly StoredBlock[], ...more: string[]) {
    const { place } = await signedIn(() => problem(500, 'internal'));
    await mkdir(join(place.folder, 'blocks'));
    for (const { sequence, text } of stored) await writeFile(join(place.folder, 'blocks', blockName(sequence)), text);
    await writeFile(join(place.folder, 'blocks', 'README.txt'), 'not a block');
    return await run(place, ['audit', 'verify', '--from-folder', 'blocks', ...more]);
  }

  it('finds a chain whole, and says what it holds', async () => {
    const { code, stdout } = await inFolder(chain.stored);
    expect(code).toBe(0);
    for (const text of [
      'The chain is whole.',
      /blocks +4/,
      /events +6/,
      'block 1, from 2026-10-31 12:00',
      chain.head.hash,
      'not checked (--last-hash)',
    ])
      expect(stdout).toMatch(text);
    expect((await inFolder(chain.stored, '--last-hash', chain.head.hash)).stdout).not.toContain(
      'not checked (--last-hash)',
    );
  });

  it('begins where it is told', async () => {
    const { stdout } = await inFolder(chain.stored, '--from', '3', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ isWhole: true, blocks: 2, notKeptBefore: 3, first: { sequence: 3 } });
  });

  it('names the first broken block, and ends with 5', async () => {
    const { stored, firstBroken } = tamperings['a field of an event is changed, and the hash with it']?.(
      chain,
      [0, 0, 0, 0],
    ) ?? { stored: [], firstBroken: 0 };
    const { code, stdout } = await inFolder(stored);
    expect(code).toBe(5);
    expect(stdout).toContain(`The chain is broken at block ${firstBroken}: it does not follow the block before`);
    const told = await inFolder(stored, '--json');
    expect([told.code, JSON.parse(told.stdout)]).toMatchObject([
      5,
      { isWhole: false, broken: { sequence: firstBroken, fault: 'wrongPrevious' }, blocks: 1 },
    ]);
  });

  it('does not notice a cut end without the hash of the last block, and does with it', async () => {
    const cut = chain.stored.slice(0, 3);
    expect((await inFolder(cut)).code).toBe(0);
    const { code, stdout } = await inFolder(cut, '--last-hash', chain.head.hash);
    expect(code).toBe(5);
    expect(stdout).toContain('broken at block 3: it is not the block that was sealed');
  });

  it('refuses an empty or a missing folder, and a configuration that does not say where the log is', async () => {
    expect((await inFolder([])).code).toBe(2);
    const { place } = await signedIn(() => problem(500, 'internal'));
    expect((await run(place, ['audit', 'verify', '--from-folder', 'none'])).code).toBe(2);
    const { code, stderr } = await run(place, ['audit', 'verify']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('section `audit`')]);
  });
});

describe('work in turn', () => {
  it('has several under way, and gives the results in order', async () => {
    let underWay = 0;
    let most = 0;
    const gates = new Map<number, () => void>();
    const results: number[] = [];
    const working = (async () => {
      for await (const result of inTurn([1, 2, 3, 4, 5], 3, async (value) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>((resolve) => gates.set(value, resolve));
        underWay -= 1;
        return value * 10;
      }))
        results.push(result);
    })();
    for (const value of [3, 2, 1, 5, 4]) {
      while (!gates.has(value)) await Promise.resolve();
      gates.get(value)?.();
    }
    await working;
    expect([results, most]).toEqual([[10, 20, 30, 40, 50], 3]);
  });

  it('throws what a work threw, in its turn', async () => {
    const results: number[] = [];
    const failing = async () => {
      for await (const result of inTurn([1, 2, 3], 3, async (value) => {
        if (value === 2) throw new Error('two');
        return value;
      }))
        results.push(result);
    };
    await expect(failing()).rejects.toThrow('two');
    expect(results).toEqual([1]);
  });
});
