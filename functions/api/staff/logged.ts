import type { Permission } from '../../../contract/permissions.ts';
import type { StaffCaller } from '../../runtime/caller.ts';
import { settings } from '../../runtime/env.ts';
import { type AccessEvent, logAccess } from '../../table/access-events.ts';
import { accessLog } from '../../table/client.ts';

type Looking = { caller: StaffCaller; requestId: string; nowMs: number };

/** Logs what a staff member is about to see or change; the handler answers only after this has returned. */
export async function logged(
  looking: Looking,
  declaration: { permission?: Permission },
  event: Pick<AccessEvent, 'purpose' | 'action' | 'subject' | 'fieldGroups' | 'reason'>,
): Promise<void> {
  await logAccess(
    accessLog(),
    {
      ...event,
      staffId: looking.caller.staffId,
      permission: declaration.permission ?? 'none',
      atMs: looking.nowMs,
      requestId: looking.requestId,
    },
    settings().accessEventRetentionDays,
  );
}
