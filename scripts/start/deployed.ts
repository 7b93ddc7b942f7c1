import * as z from 'zod/mini';
import { type CliConfig, configSchema } from '../../cli/config.ts';
import { scopes } from '../../contract/endpoint.ts';
import { LOCAL_REGION } from '../local-cloud/environment.ts';

const outputsSchema = z.object({
  ApiId: z.string(),
  RegisterTableName: z.string(),
  FieldKeyArn: z.string(),
  IndexKeyArn: z.string(),
  PaymentBucketName: z.string(),
  ReturnBucketName: z.string(),
  SealBucketName: z.string(),
  BankInboxName: z.string(),
  AccessTableName: z.string(),
  ReceiptQueueUrl: z.string(),
  ReceiptDeadLetterQueueUrl: z.string(),
  TillUserPoolId: z.string(),
  StaffUserPoolId: z.string(),
  StaffClientId: z.string(),
});

/** Where everything is after a deploy to the local cloud. */
export type Deployed = {
  /** Where the API and the sign-in are, for tills of one retailer. */
  cliConfig(retailerId: string, clientSecretFile: string): CliConfig;
  registerTable: string;
  fieldKeyArn: string;
  indexKeyArn: string;
  paymentBucket: string;
  returnBucket: string;
  sealBucket: string;
  bankInbox: string;
  receiptQueueUrl: string;
  deadLetterQueueUrl: string;
  tillPoolId: string;
  /** Retailer → its tills' app client. */
  tillClientIds: ReadonlyMap<string, string>;
  staffPoolId: string;
};

/**
 * Reads the stacks' outputs. Addresses are those of the local cloud, which has all of AWS on one port.
 * @param stacks outputs by stack
 * @throws ZodError or Error if an output is missing
 */
export function deployedFrom(
  stacks: Readonly<Record<string, Record<string, string>>>,
  local: { endpointUrl: string; retailers: readonly string[]; callbackUrls: readonly string[] },
): Deployed {
  const outputs: Record<string, string> = Object.assign({}, ...Object.values(stacks));
  const known = outputsSchema.parse(outputs);
  const tillClientIds = new Map(local.retailers.map((retailer) => [retailer, clientIdOf(outputs, retailer)]));
  const oauth = `${local.endpointUrl}/oauth2`;
  return {
    cliConfig: (retailerId, clientSecretFile) =>
      configSchema.parse({
        apiUrl: `${local.endpointUrl}/_aws/execute-api/${known.ApiId}/$default`,
        staff: {
          authorizeUrl: `${oauth}/authorize`,
          tokenUrl: `${oauth}/token`,
          clientId: known.StaffClientId,
          scope: scopes.staff,
          loopbackPorts: local.callbackUrls.map((url) => Number(new URL(url).port)),
        },
        till: {
          tokenUrl: `${oauth}/token`,
          clientId: tillClientIds.get(retailerId),
          clientSecretFile,
          scope: scopes.pos,
        },
        audit: {
          sealBucket: known.SealBucketName,
          accessTable: known.AccessTableName,
          region: LOCAL_REGION,
          endpointUrl: local.endpointUrl,
        },
        bank: { inboxBucket: known.BankInboxName, region: LOCAL_REGION, endpointUrl: local.endpointUrl },
      }),
    registerTable: known.RegisterTableName,
    fieldKeyArn: known.FieldKeyArn,
    indexKeyArn: known.IndexKeyArn,
    paymentBucket: known.PaymentBucketName,
    returnBucket: known.ReturnBucketName,
    sealBucket: known.SealBucketName,
    bankInbox: known.BankInboxName,
    receiptQueueUrl: known.ReceiptQueueUrl,
    deadLetterQueueUrl: known.ReceiptDeadLetterQueueUrl,
    tillPoolId: known.TillUserPoolId,
    tillClientIds,
    staffPoolId: known.StaffUserPoolId,
  };
}

function clientIdOf(outputs: Record<string, string>, retailer: string): string {
  const name = `TillClientId${retailer.charAt(0).toUpperCase()}${retailer.slice(1)}`;
  const clientId = outputs[name];
  if (clientId === undefined) throw new Error(`The stack has no output ${name}.`);
  return clientId;
}
