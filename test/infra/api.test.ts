import { describe, expect, it } from 'vitest';
import { api } from '../../contract/api.ts';
import { scopes } from '../../contract/endpoint.ts';
import { configs } from '../../lib/config.ts';
import { resourceOf, resourcesOf, synthesized } from './synthesized.ts';

const { stateless } = synthesized('local');
const routes = new Map(
  Object.values(resourcesOf(stateless, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
    String(Properties.RouteKey),
    Properties,
  ]),
);
const authorizers = resourcesOf(stateless, 'AWS::ApiGatewayV2::Authorizer');

it('has the declared endpoints and no other route', () => {
  expect([...routes.keys()].sort()).toEqual(api.map(({ method, path }) => `${method} ${path}`).sort());
});

describe.each(api.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  '%s',
  (key, endpoint) => {
    it("takes its audience's tokens with its one scope", () => {
      const route = routes.get(key);
      expect(route).toMatchObject({ AuthorizationType: 'JWT', AuthorizationScopes: [scopes[endpoint.audience]] });
      const { Ref } = (route?.AuthorizerId ?? {}) as { Ref: string };
      const { AuthorizerType, JwtConfiguration } = authorizers[Ref]?.Properties ?? {};
      const { Issuer, Audience } = JwtConfiguration as { Issuer: unknown; Audience: unknown[] };
      const of = { pos: 'TillsPool', staff: 'StaffPool' }[endpoint.audience];
      expect(AuthorizerType).toBe('JWT');
      expect(JSON.stringify(Issuer)).toMatch(new RegExp(`https://cognito-idp.eu-north-1.amazonaws.com/.*Ref${of}`));
      expect(Audience.length).toBeGreaterThan(0);
      for (const client of Audience) expect(JSON.stringify(client)).toContain(`${of}Client`);
    });

    it('is answered by its function and has a throttle', () => {
      const target = JSON.stringify(routes.get(key)?.Target);
      const integration = Object.entries(resourcesOf(stateless, 'AWS::ApiGatewayV2::Integration')).find(([id]) =>
        target.includes(`"${id}"`),
      )?.[1];
      expect(JSON.stringify(integration?.Properties.IntegrationUri)).toContain(endpoint.function.replaceAll('-', ''));
      expect(integration?.Properties.PayloadFormatVersion).toBe('2.0');
      const { RouteSettings } = resourceOf(stateless, 'AWS::ApiGatewayV2::Stage').Properties as {
        RouteSettings: Record<string, unknown>;
      };
      const { ratePerSecond, burst } = configs.local.throttling[endpoint.function];
      expect(RouteSettings[key]).toEqual({ ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst });
    });
  },
);

it("takes the tokens of every retailer's client and of no other", () => {
  const audiences = Object.values(authorizers).map(
    ({ Properties }) => (Properties.JwtConfiguration as { Audience: unknown[] }).Audience.length,
  );
  expect(audiences.sort()).toEqual([1, configs.local.retailers.length]);
  const inProd = Object.values(resourcesOf(synthesized('prod').stateless, 'AWS::ApiGatewayV2::Authorizer'));
  expect(inProd.map(({ Properties }) => Properties.JwtConfiguration)).toContainEqual(
    expect.objectContaining({ Audience: ['no-client-yet'] }),
  );
});

it('logs neither path nor address nor person', () => {
  const { AccessLogSettings } = resourceOf(stateless, 'AWS::ApiGatewayV2::Stage').Properties as {
    AccessLogSettings: { Format: string };
  };
  expect(Object.values(JSON.parse(AccessLogSettings.Format)).sort()).toEqual(
    ['$context.requestId', '$context.responseLatency', '$context.routeKey', '$context.status'].sort(),
  );
});
