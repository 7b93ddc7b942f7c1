import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemSchema, problems } from '../../../contract/problem.ts';
import { DomainError, errorCodes } from '../../../domain/errors.ts';
import { cursorOf, textOfCursor } from '../../../functions/runtime/cursor.ts';
import { inParallel } from '../../../functions/runtime/parallel.ts';
import { problemResponse, refusalOf } from '../../../functions/runtime/problem.ts';
import { remembered } from '../../../functions/runtime/remembered.ts';

describe('inParallel', () => {
  it('gives the results in the order of the inputs, never more than the limit at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 6 }), async (inputs, limit) => {
        let [running, most] = [0, 0];
        const results = await inParallel(inputs, limit, async (ticks) => {
          running += 1;
          most = Math.max(most, running);
          for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
          running -= 1;
          return ticks * 2;
        });
        expect(results).toEqual(inputs.map((ticks) => ticks * 2));
        expect(most).toBe(Math.min(most, limit));
        expect(running).toBe(0);
      }),
    );
  });

  it('throws the first error after those under way have ended, and begins nothing more', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const { promise: slow, resolve: finishSlow } = Promise.withResolvers<void>();
    const work = inParallel([0, 1, 2, 3, 4, 5], 3, async (input) => {
      begun.push(input);
      if (input === 1) throw new Error('of 1');
      if (input === 0) await slow;
      ended.push(input);
    });
    let settled = false;
    work
      .catch(() => undefined)
      .finally(() => {
        settled = true;
      });
    await Promise.resolve();
    expect(settled).toBe(false);
    finishSlow();
    await expect(work).rejects.toThrow('of 1');
    expect(begun).toEqual([0, 1, 2]);
    expect(ended.toSorted()).toEqual([0, 2]);
  });

  it('does nothing with nothing', async () => {
    expect(await inParallel([], 4, () => Promise.reject(new Error('never')))).toEqual([]);
  });
});

describe('remembered', () => {
  const asked: string[] = [];
  const known = new Map([['a', 1]]);
  const look = remembered(async (key: string) => {
    asked.push(key);
    return known.get(key);
  });

  it('asks again when the time is over, not before', async () => {
    asked.length = 0;
    expect(await look('a', 0, 30)).toBe(1);
    known.set('a', 2);
    expect(await look('a', 29_999, 30)).toBe(1);
    expect(await look('a', 30_000, 30)).toBe(2);
    expect(asked).toEqual(['a', 'a']);
  });

  it('does not remember what was not found, nor what failed, nor anything for 0 seconds', async () => {
    asked.length = 0;
    expect(await look('b', 0, 30)).toBeUndefined();
    known.set('b', 5);
    expect(await look('b', 0, 30)).toBe(5);
    known.set('c', 7);
    await look('c', 0, 0);
    await look('c', 0, 0);
    expect(asked).toEqual(['b', 'b', 'c', 'c']);
    let calls = 0;
    const failing = remembered(async () => {
      calls += 1;
      throw new Error('gone');
    });
    for (const time of [0, 1]) await expect(failing('x', time, 30)).rejects.toThrow('gone');
    expect(calls).toBe(2);
  });
});

describe('a cursor', () => {
  const place = fc.record(
    { shard: fc.nat(9_999), after: fc.string({ unit: 'grapheme', minLength: 1 }) },
    { requiredKeys: [] },
  );
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('is read back as it was written, and may stand in an address', () => {
    fc.assert(
      fc.property(place, (of) => {
        const text = textOfCursor(of);
        expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
        expect(cursorOf(text)).toEqual(JSON.parse(JSON.stringify(of)));
      }),
    );
  });

  it.each([
    '',
    'x',
    '####',
    ...[
      [],
      null,
      5,
      'text',
      { after: '' },
      { after: 5 },
      { shard: -1 },
      { shard: 1.5 },
      { shard: '1' },
      { pk: 'COOP#demo' },
    ].map(encoded),
  ])('that is not ours is refused: %j', (text) => {
    expect(() => cursorOf(text)).toThrow(expect.objectContaining({ code: 'invalidRequest' }));
  });

  it('made of anything is read or refused, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => Buffer.from(text).toString('base64url')),
        ),
        (text) => {
          try {
            cursorOf(text);
          } catch (error) {
            expect(error).toMatchObject({ code: 'invalidRequest' });
          }
        },
      ),
    );
  });
});

describe('problem', () => {
  it('every error code has a status, a title and an advice, and an answer of its own', () => {
    expect(Object.keys(problems).toSorted()).toEqual([...errorCodes].toSorted());
    for (const code of errorCodes) {
      const answer = problemResponse(new DomainError(code, 'A detail.'), 'request-1');
      const { status, title, advice } = problems[code];
      expect(status).toBeGreaterThanOrEqual(400);
      expect(advice).toMatch(/\S\.$/);
      expect(answer.statusCode).toBe(status);
      expect(problemSchema.parse(JSON.parse(String(answer.body)))).toEqual({
        type: expect.stringContaining(`#${code.toLowerCase()}`),
        title,
        status,
        code,
        detail: 'A detail.',
        requestId: 'request-1',
      });
    }
  });

  it('says when to try again only where trying again helps', () => {
    const waits = errorCodes.filter(
      (code) => problemResponse(new DomainError(code, 'd'), 'r').headers?.['retry-after'] !== undefined,
    );
    expect(waits).toEqual(['busy']);
    expect(problems.busy.retry).toBe(true);
  });

  it('takes what it does not know for a fault of ours, without its words', () => {
    for (const thrown of [
      new Error('secret'),
      'secret',
      null,
      undefined,
      { code: 'unknownReceipt', message: 'secret' },
    ])
      expect(refusalOf(thrown)).toMatchObject({ code: 'internal', detail: problems.internal.advice, issues: [] });
  });

  it('carries the faults of fields', () => {
    const issue = { pointer: '/a', code: 'required', message: 'm' } as const;
    const answer = problemResponse(new DomainError('invalidRequest', 'd', [issue]), 'r');
    expect(JSON.parse(String(answer.body)).errors).toEqual([issue]);
  });
});
