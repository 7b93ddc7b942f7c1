import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainHead, readBlock } from '../../../domain/audit-chain.ts';
import { type ChainReport, type StoredBlock, verifyChain } from '../../../domain/audit-verification.ts';
import { type Chain, chainOf, sha256 } from '../../fixtures/audit-chains.ts';
import { type Dice, tamperings } from '../../fixtures/audit-tamperings.ts';

const die = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const dice: fc.Arbitrary<Dice> = fc.tuple(die, die, die, die);
/** Four blocks to twelve, with and without events, one of them with two at least. */
const chains: fc.Arbitrary<Chain> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 11 }), fc.integer({ min: 2, max: 5 }), die)
  .map(([counts, many, at]) => chainOf(counts.toSpliced(Math.floor(at * counts.length), 0, many)));

type Verifier = (stored: readonly StoredBlock[], head: ChainHead) => Promise<number | undefined>;
const real: Verifier = async (stored, head) => (await verifyChain(stored, { sha256, head })).broken?.sequence;

/** What each kind of tampering is told as by a verifier: how many of them it misses or names wrongly. */
async function missed(verifier: Verifier, times: number): Promise<Record<string, number>> {
  const misses: Record<string, number> = {};
  for (const [index, [name, tamper]] of Object.entries(tamperings).entries()) {
    const samples = fc.sample(fc.tuple(chains, dice), { numRuns: times, seed: 2026 + index });
    for (const [chain, where] of samples) {
      const { stored, firstBroken } = tamper(chain, where);
      if ((await verifier(stored, chain.head)) !== firstBroken) misses[name] = (misses[name] ?? 0) + 1;
    }
  }
  return misses;
}

/** Verifiers that leave something out, and what they then do not see. */
const naive: Record<string, { verifier: Verifier; blindTo: string }> = {
  'looks at each block’s own hash only': {
    verifier: async (stored) => stored.find(({ text }) => 'fault' in readBlock(text, sha256))?.sequence,
    blindTo: 'a field of an event is changed, and the hash with it',
  },
  'does not look at the hash of the block before': {
    verifier: async (stored, head) => {
      for (const { sequence, text } of stored) {
        const alone = await verifyChain([{ sequence, text }], {
          sha256,
          start: { sequence },
          ...(sequence === head.sequence && { head }),
        });
        if (alone.broken !== undefined) return sequence;
      }
      return stored.length < head.sequence ? stored.length + 1 : undefined;
    },
    blindTo: 'an event is left out, and the hash taken anew',
  },
  'does not know the head': {
    verifier: async (stored) => (await verifyChain(stored, { sha256 })).broken?.sequence,
    blindTo: 'the end is cut off',
  },
  'does not know the head, nor then a whole new end': {
    verifier: async (stored) => (await verifyChain(stored, { sha256 })).broken?.sequence,
    blindTo: 'everything from a block on is sealed anew',
  },
};

describe('a chain that nobody touched', () => {
  it('passes, and says what it holds', async () => {
    await fc.assert(
      fc.asyncProperty(chains, async ({ blocks, stored, head }) => {
        const report = await verifyChain(stored, { sha256, head });
        expect(report).toEqual({
          blocks: blocks.length,
          events: blocks.reduce((sum, { events }) => sum + events.length, 0),
          first: { sequence: 1, from: String(blocks[0]?.from) },
          last: head,
          beyondHead: 0,
        } satisfies ChainReport);
      }),
    );
  });

  it('passes from any block on, whether that one’s predecessor is known or not', async () => {
    await fc.assert(
      fc.asyncProperty(chains, die, async ({ stored, head, blocks }, at) => {
        const index = 1 + Math.floor(at * (stored.length - 1));
        const sequence = index + 1;
        const known = { hash: blocks[index]?.previous ?? '', until: blocks[index]?.from ?? '' };
        for (const after of [known, undefined]) {
          const report = await verifyChain(stored.slice(index), { sha256, head, start: { sequence, after } });
          expect([report.broken, report.blocks]).toEqual([undefined, stored.length - index]);
        }
        const other = await verifyChain(stored.slice(index), {
          sha256,
          head,
          start: { sequence, after: { ...known, hash: 'f'.repeat(64) } },
        });
        expect(other.broken).toEqual({ sequence, fault: 'wrongPrevious' });
      }),
    );
  });

  it('may be longer than the head: blocks are sealed while it is walked', async () => {
    const { stored, head } = chainOf([1, 2, 0, 1]);
    const earlier = chainOf([1, 2]).head;
    expect(await verifyChain(stored, { sha256, head: earlier })).toMatchObject({
      blocks: 4,
      beyondHead: 2,
      last: head,
    });
  });
});

describe('a chain that somebody touched', () => {
  const kinds = Object.keys(tamperings).length;

  it('is found out in a thousand ways and more, and the first broken block is named', async () => {
    const times = Math.ceil(1_000 / kinds) + 10;
    expect(kinds * times).toBeGreaterThan(1_000);
    expect(await missed(real, times)).toEqual({});
  });

  it.each(Object.entries(naive))('naive: one that %s misses some', async (_, { verifier, blindTo }) => {
    const misses = await missed(verifier, 5);
    expect(misses[blindTo]).toBeGreaterThan(0);
  });
});
