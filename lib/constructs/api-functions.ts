import { Construct } from 'constructs';
import type { ApiFunction } from '../../contract/endpoint.ts';
import type { PaymentFiles } from './payment-files.ts';
import type { PayoutRuns } from './payout-runs.ts';
import { type FunctionDefaults, ServiceFunction } from './service-function.ts';
import type { ServiceTable } from './service-table.ts';
import type { WorkQueue } from './work-queue.ts';

export type ApiFunctionsProps = {
  register: ServiceTable<'byHousehold' | 'byListing'>;
  accessEvents: ServiceTable<'byStaff'>;
  receipts: WorkQueue;
  payoutRuns: PayoutRuns;
  paymentFiles: PaymentFiles;
};

/** The functions behind the API, each with what it needs. Endpoints that need the same share one. */
export class ApiFunctions extends Construct {
  readonly byName: Record<ApiFunction, ServiceFunction>;

  constructor(scope: Construct, id: string, props: ApiFunctionsProps, defaults: FunctionDefaults) {
    super(scope, id);
    const answering = (name: ApiFunction, errorImpact: string): ServiceFunction =>
      new ServiceFunction(this, name, { errorImpact, calledBy: 'api' }, defaults);
    this.byName = {
      'pos-receipts': answering('pos-receipts', 'tills keep their receipts and send them again until they are taken.'),
      'pos-queries': answering(
        'pos-queries',
        'tills print receipts without the month so far, and cannot ask about a receipt.',
      ),
      'pos-day-ends': answering('pos-day-ends', 'shops cannot compare their day; receipts are taken all the same.'),
      'staff-runs': answering('staff-runs', 'nobody can start, see, submit or approve a payout run.'),
      'staff-register': answering(
        'staff-register',
        'staff cannot answer members or set receipts right; tills notice nothing.',
      ),
    };
    this.grantTills(props);
    this.grantStaff(props);
  }

  private grantTills({ register, receipts }: ApiFunctionsProps): void {
    register.grant(this.byName['pos-receipts'], ['GetItem']);
    receipts.grant(this.byName['pos-receipts'], 'send');
    register.grant(this.byName['pos-queries'], ['GetItem', 'BatchGetItem', 'Query'], ['byHousehold']);
    register.grant(this.byName['pos-day-ends'], ['GetItem', 'Query']);
    receipts.grant(this.byName['pos-day-ends'], 'count');
  }

  private grantStaff({ register, accessEvents, payoutRuns, paymentFiles }: ApiFunctionsProps): void {
    const runs = this.byName['staff-runs'];
    register.grant(runs, ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'], ['byListing']);
    accessEvents.grant(runs, ['PutItem']);
    payoutRuns.grant(runs, ['StartExecution', 'DescribeExecution', 'StopExecution', 'SendTaskSuccess']);
    // Its right signs the addresses under which files are fetched.
    paymentFiles.grant(runs, ['GetObject']);
    const staff = this.byName['staff-register'];
    register.grant(staff, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'], ['byHousehold', 'byListing']);
    accessEvents.grant(staff, ['PutItem']);
  }
}
