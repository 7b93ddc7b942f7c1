import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type CfnStage, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { api as declarations } from '../../contract/api.ts';
import { type ApiFunction, type Audience, type Endpoint, scopes } from '../../contract/endpoint.ts';
import type { StageConfig } from '../config.ts';
import type { ServiceFunction } from './service-function.ts';

type Tokens = { pool: IUserPool; clients: readonly IUserPoolClient[] };

export type ServiceApiProps = {
  name: string;
  functions: Record<ApiFunction, ServiceFunction>;
  tokens: Record<Audience, Tokens>;
  throttling: StageConfig['throttling'];
  logRetentionDays: StageConfig['logRetentionDays'];
};

/** Neither path nor address nor user: a receipt's id stands in a path, and no person belongs in a log. */
const accessLog = {
  route: '$context.routeKey',
  status: '$context.status',
  requestId: '$context.requestId',
  latencyMs: '$context.responseLatency',
};

/** The HTTP API: exactly the declared endpoints, each with its audience's authorizer, its scope and a throttle of its own. */
export class ServiceApi extends Construct {
  readonly api: HttpApi;

  constructor(
    scope: Construct,
    id: string,
    { name, functions, tokens, throttling, logRetentionDays }: ServiceApiProps,
  ) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: name, createDefaultStage: false });
    const authorizers = { pos: authorizerOf('pos', tokens.pos), staff: authorizerOf('staff', tokens.staff) };
    const integrations = new Map<ApiFunction, HttpLambdaIntegration>();
    const integrationOf = (endpoint: Endpoint): HttpLambdaIntegration => {
      const known = integrations.get(endpoint.function);
      if (known) return known;
      const made = new HttpLambdaIntegration(endpoint.function, functions[endpoint.function]);
      integrations.set(endpoint.function, made);
      return made;
    };
    const routes = declarations.flatMap((endpoint) =>
      this.api.addRoutes({
        path: endpoint.path,
        methods: [HttpMethod[endpoint.method]],
        integration: integrationOf(endpoint),
        authorizer: authorizers[endpoint.audience],
        authorizationScopes: [scopes[endpoint.audience]],
      }),
    );
    const stage = this.stage(name, logRetentionDays);
    const stageResource = stage.node.defaultChild as CfnStage;
    stageResource.routeSettings = Object.fromEntries(
      declarations.map((endpoint) => {
        const { ratePerSecond, burst } = throttling[endpoint.function];
        return [
          `${endpoint.method} ${endpoint.path}`,
          { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst },
        ];
      }),
    );
    // A stage is refused when it has settings for a route that is not there yet.
    stage.node.addDependency(...routes);
    new CfnOutput(Stack.of(this), 'ApiUrl', { value: this.api.apiEndpoint });
    new CfnOutput(Stack.of(this), 'ApiId', { value: this.api.apiId });
  }

  private stage(name: string, logRetentionDays: StageConfig['logRetentionDays']): HttpStage {
    const log = new LogGroup(this, 'AccessLog', {
      // Under this prefix API Gateway needs no line of its own in the account's log policy, which is short.
      logGroupName: `/aws/vendedlogs/apis/${name}`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      // For requests that match no route; each route has its own below.
      throttle: { rateLimit: 20, burstLimit: 40 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
  }
}

/** An authorizer's list of clients must not be empty, and no client has this id. */
const nobody = 'no-client-yet';

/** Passes access tokens of the pool's listed clients: they carry the client's id where other tokens carry an audience. */
function authorizerOf(audience: Audience, { pool, clients }: Tokens): HttpJwtAuthorizer {
  const ids = clients.map((client) => client.userPoolClientId);
  const issuer = `https://cognito-idp.${Stack.of(pool).region}.amazonaws.com/${pool.userPoolId}`;
  return new HttpJwtAuthorizer(`${audience}-tokens`, issuer, { jwtAudience: ids.length > 0 ? ids : [nobody] });
}
