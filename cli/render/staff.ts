import type { StaffView, showStaffMember } from '../../contract/directory.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import { formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { list, table } from './table.ts';

type Changes = ResultOf<typeof showStaffMember>['changes'];

/** The people of a co-op, one a line. */
export function renderStaffList(members: readonly StaffView[], paint: Paint): string {
  if (members.length === 0) return 'Nobody may act for this co-op.';
  const columns = [{ head: 'staff id' }, { head: 'name' }, { head: 'employer' }, { head: 'standing' }, { head: 'may' }];
  const rows = members.map((member) => [
    member.staffId,
    printable(member.name),
    member.employerCompanyId,
    paint(member.standing === 'allowed' ? 'green' : 'red', member.standing),
    member.permissions.join(' '),
  ]);
  return table(columns, rows, paint);
}

/** One person, and what was changed. */
export function renderStaffMember(member: StaffView, changes: Changes, paint: Paint): string {
  const { mandate, confidentialityAgreement: signed } = member;
  const facts = list(
    [
      ['staff id', member.staffId],
      ['employer', member.employerCompanyId],
      ['job', member.job],
      ['mandate', `${mandate.from} – ${mandate.until ?? ''}`.trim()],
      ['agreement', signed === undefined ? 'not signed' : `version ${signed.version}, signed ${signed.signedOn}`],
      ['may', member.permissions.join(' ') || 'nothing'],
      ['co-ops', member.coopIds.join(' ') || 'none'],
      ['standing', member.standing],
      ['version', String(member.version)],
    ],
    paint,
  );
  const blocks = [paint('bold', printable(member.name)), facts];
  if (changes.length > 0) {
    const rows = changes.map(({ version, at, by, reason }) => [String(version), formatTime(at), by, printable(reason)]);
    const columns = [{ head: 'version', align: 'right' as const }, { head: 'when' }, { head: 'by' }, { head: 'why' }];
    blocks.push(table(columns, rows, paint));
  }
  return blocks.join('\n\n');
}
