import { Construct } from 'constructs';
import { type ApiFunction, apiFunctions } from '../../contract/endpoint.ts';
import type { RegisterIndex } from '../../functions/table/keys.ts';
import type { FieldKeys, FieldKeyUse } from './field-keys.ts';
import type { LockedBucket } from './locked-bucket.ts';
import type { PayoutRuns } from './payout-runs.ts';
import type { ReturnWork } from './return-work.ts';
import { type FunctionDefaults, ServiceFunction } from './service-function.ts';
import type { ServiceTable, TableAction } from './service-table.ts';
import type { WorkQueue } from './work-queue.ts';

export type ApiFunctionsProps = {
  register: ServiceTable<RegisterIndex>;
  accessEvents: ServiceTable<'byPerson' | 'byStaff'>;
  receipts: WorkQueue;
  payoutRuns: PayoutRuns;
  paymentFiles: LockedBucket;
  taxReturns: LockedBucket;
  returns: ReturnWork;
  fieldKeys: FieldKeys;
};

type Rights = {
  errorImpact: string;
  register: readonly TableAction[];
  indexes?: readonly RegisterIndex[];
  /** What it may do with co-ops' data keys. */
  fields?: readonly FieldKeyUse[];
  /** Makes keyed hashes, to find a sealed value or to check a customer code. */
  finds?: true;
};

const reads = ['GetItem', 'BatchGetItem', 'Query'] as const;
const changes = [...reads, 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'] as const;

/** What each function behind the API may do in the register, and what its failing means. */
const rights: Record<ApiFunction, Rights> = {
  'pos-receipts': {
    errorImpact: 'tills keep their receipts and send them again until they are taken.',
    register: ['GetItem'],
  },
  'pos-queries': {
    errorImpact: 'tills print receipts without the month so far, and cannot ask about a receipt.',
    register: reads,
    indexes: ['byHousehold'],
  },
  'pos-day-ends': {
    errorImpact: 'shops cannot compare their day; receipts are taken all the same.',
    register: ['GetItem', 'Query'],
  },
  'staff-runs': {
    errorImpact: 'nobody can start, see, submit or approve a payout run.',
    register: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
    indexes: ['byListing'],
  },
  'staff-run-results': {
    errorImpact: 'nobody can fetch payment files or see what a run does for each payee; runs go on.',
    register: ['GetItem', 'Query'],
  },
  'staff-register': {
    errorImpact: 'staff cannot look up members or set receipts right; tills notice nothing.',
    register: [...reads, 'PutItem', 'UpdateItem'],
    indexes: ['byHousehold', 'byListing'],
    finds: true,
  },
  'staff-customers': {
    errorImpact: 'staff cannot enter or correct customers, accounts and services; tills notice nothing.',
    register: changes,
    // What is owed to a person.
    indexes: ['byMember'],
    fields: ['open', 'makeKey'],
    finds: true,
  },
  'staff-reveal': {
    errorImpact: 'nobody can see an identity code, an account or an address in full.',
    register: ['GetItem', 'Query'],
    fields: ['open'],
  },
  'staff-members': {
    errorImpact: 'nobody can join or leave a co-op, pay a share by hand or read a member register.',
    register: changes,
    indexes: ['byListing', 'byMember'],
    // A household that ends with its head may have a non-disclosure order in it.
    fields: ['open'],
  },
  'staff-households': {
    errorImpact: 'households and cards stay as they are; a lost card cannot be blocked.',
    register: changes,
    indexes: ['byHousehold', 'byListing'],
    // Opens addresses only where somebody in the household has a non-disclosure order, to see who shields whom.
    fields: ['open'],
  },
  'staff-directory': {
    errorImpact: 'staff, companies, outlets and till clients cannot be entered or disabled.',
    register: [...reads, 'PutItem'],
    indexes: ['byListing'],
  },
  'staff-audit': {
    errorImpact: 'nobody can ask who looked at whom; looks are logged all the same.',
    register: ['GetItem', 'Query'],
  },
  'staff-money': {
    errorImpact: 'decisions, bonus tables, payments and answers of the bank cannot be seen or entered; runs go on.',
    register: changes,
    indexes: ['byListing'],
    fields: ['open'],
  },
  'staff-returns': {
    errorImpact: 'nobody can prepare, sign or deliver the annual return, or see a disclosure.',
    // It opens no code: that is for the function that writes files.
    register: ['GetItem', 'Query', 'PutItem'],
  },
  'staff-return-files': {
    errorImpact: 'nobody can fetch the files of an annual return.',
    register: ['GetItem', 'Query'],
  },
};

/** The functions behind the API, each with what it needs. Endpoints that need the same share one. */
export class ApiFunctions extends Construct {
  readonly byName: Record<ApiFunction, ServiceFunction>;

  constructor(scope: Construct, id: string, props: ApiFunctionsProps, defaults: FunctionDefaults) {
    super(scope, id);
    const made = apiFunctions.map((name) => [name, this.answering(name, props, defaults)] as const);
    this.byName = Object.fromEntries(made) as Record<ApiFunction, ServiceFunction>;
    const { receipts, accessEvents, payoutRuns, paymentFiles } = props;
    receipts.grant(this.byName['pos-receipts'], 'send');
    receipts.grant(this.byName['pos-day-ends'], 'count');
    payoutRuns.grant(this.byName['staff-runs'], [
      'StartExecution',
      'DescribeExecution',
      'StopExecution',
      'SendTaskSuccess',
    ]);
    // Its right signs the addresses under which files are fetched.
    paymentFiles.grant(this.byName['staff-run-results'], ['GetObject']);
    props.taxReturns.grant(this.byName['staff-return-files'], ['GetObject']);
    props.returns.grantStart(this.byName['staff-returns']);
    for (const [name, made] of Object.entries(this.byName)) {
      if (!name.startsWith('staff-')) continue;
      if (name === 'staff-audit') accessEvents.grant(made, ['PutItem', 'Query'], ['byPerson', 'byStaff']);
      else accessEvents.grant(made, ['PutItem']);
    }
  }

  private answering(name: ApiFunction, props: ApiFunctionsProps, defaults: FunctionDefaults): ServiceFunction {
    const { errorImpact, register, indexes = [], fields, finds } = rights[name];
    const made = new ServiceFunction(this, name, { errorImpact, calledBy: 'api' }, defaults);
    props.register.grant(made, register, indexes);
    if (fields !== undefined) props.fieldKeys.grantFields(made, fields);
    if (finds) props.fieldKeys.grantIndex(made);
    return made;
  }
}
