import { approveReturn, deliverReturn, discardReturn } from '../../../../contract/returns.ts';
import { checkApproval, returnStateAfter } from '../../../../domain/annual-return/return-life.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { annualReturnDisclosure } from '../../../../domain/disclosure.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import type { AnnualReturn, ReturnFile } from '../../../table/annual-return-items.ts';
import { changeReturn, returnBuckets, returnFilesOf, returnIdOf, returnOf } from '../../../table/annual-returns.ts';
import { register } from '../../../table/client.ts';
import { disclosureWrite } from '../../../table/disclosures.ts';
import { planReturnFiles } from '../../../workflow/annual-return/plan-return-files.ts';
import { basisOf } from '../../../workflow/annual-return/return-basis.ts';
import { idIn } from './return-id.ts';
import { viewed } from './view.ts';

export const approveReturnEndpoint = answers(approveReturn, async ({ params, body, caller, nowMs }) => {
  const db = register();
  const item = await returnOf(db, idIn(params));
  const by = caller.staffId;
  // Sent again by the same person: the signature stands already.
  if (item.state === 'APPROVED' && item.approved?.by === by && item.hash === body.hash)
    return await viewed(db, item, nowMs);
  checkApproval(item, { by, hash: body.hash }, await basisOf(db, item.coopId, item.year));
  const approved = await changeReturn(db, item, {
    state: returnStateAfter(item.state, 'approve'),
    approved: { by, atMs: nowMs },
  });
  return await viewed(db, approved, nowMs);
});

export const discardReturnEndpoint = answers(discardReturn, async ({ params, body, caller, nowMs }) => {
  const db = register();
  const item = await returnOf(db, idIn(params));
  if (item.state === 'DISCARDED') return await viewed(db, item, nowMs);
  const discarded = await changeReturn(db, item, {
    state: returnStateAfter(item.state, 'discard'),
    discarded: { by: caller.staffId, atMs: nowMs, reason: body.reason },
  });
  return await viewed(db, discarded, nowMs);
});

/** The delivery and its entry in the disclosure log are one transaction: neither is there without the other. */
export const deliverReturnEndpoint = answers(deliverReturn, async ({ params, body, caller, nowMs }) => {
  const db = register();
  const item = await returnOf(db, idIn(params));
  const by = caller.staffId;
  const { on, reference, fileKind } = body;
  const said = item.delivered;
  if (said?.by === by && said.on === on && said.reference === reference) return await viewed(db, item, nowMs);
  const state = returnStateAfter(item.state, 'deliver');
  checkDay(item, on, nowMs);
  const files = await writtenFiles(item, fileKind);
  const entry = annualReturnDisclosure(
    { ...returnIdOf(item), tellsCapital: item.distributorType === 'S' },
    { atMs: nowMs, on, by, reference },
    {
      subjects: item.told ?? 0,
      files: files.map(({ key, sha256 }) => ({ name: key.split('/').at(-1) ?? key, sha256 })),
    },
  );
  const delivered = { by, atMs: nowMs, on, reference, fileKind };
  const next = await changeReturn(db, item, { state, delivered }, { with: [disclosureWrite(entry)] });
  return await viewed(db, next, nowMs);
});

function checkDay({ approved }: AnnualReturn, on: string, nowMs: number): void {
  if (on <= localDateOf(nowMs) && on >= localDateOf(approved?.atMs ?? nowMs)) return;
  throw new DomainError('invalidRequest', 'Some fields of the request are faulty; `errors` points at them.', [
    { pointer: '/on', code: 'outOfRange', message: 'Give a day from the approval of the return until today.' },
  ]);
}

/** All files of the kind, or none: what went out is known byte by byte. */
async function writtenFiles(item: AnnualReturn, kind: ReturnFile['kind']): Promise<ReturnFile[]> {
  const id = returnIdOf(item);
  const [files, buckets] = await Promise.all([returnFilesOf(register(), id, kind), returnBuckets(register(), id)]);
  if (files.length === planReturnFiles(buckets, settings().payeesPerReturnFile).length) return files;
  throw new DomainError('returnNotInState', `The ${kind} files of the return are not all written; write them first.`);
}
