/**
 * Writes `src/sandbox/spec-routes.json`: which schema of `discord-api-spec/zod` describes what is sent to and answered by each REST route.
 * Run `npm run spec:routes -- <openapi.json>` with Discord's own description of its API
 * (https://github.com/discord/discord-api-spec, specs/openapi.json, MIT) when that package is brought up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { SpecRoute, SpecShape } from '../src/sandbox/spec-shapes.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
  maxLength?: number;
  minLength?: number;
  maximum?: number;
  minimum?: number;
  maxItems?: number;
  minItems?: number;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
  $ref?: string;
}

interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

interface Description {
  paths: Record<string, Record<string, unknown> & { parameters?: Operation['parameters'] }>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const TARGET = new URL('../src/sandbox/spec-routes.json', import.meta.url);

function toShape(schema: Schema): SpecShape {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? '';
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return { any: either.map(toShape) };
  if (schema.allOf?.length === 1 && schema.allOf[0]) return toShape(schema.allOf[0]);
  const types = [schema.type ?? 'object'].flat();
  const shapes = types.map((type) => toTyped(type, schema));
  return shapes.length === 1 && shapes[0] ? shapes[0] : { any: shapes };
}

function toTyped(type: string, schema: Schema): SpecShape {
  if (type === 'array') {
    return { array: toShape(schema.items ?? {}), ...bounds(schema.minItems, schema.maxItems) };
  }
  if (type === 'object') {
    const properties = Object.entries(schema.properties ?? {});
    return {
      object: Object.fromEntries(properties.map(([name, property]) => [name, toShape(property)])),
      required: schema.required ?? [],
    };
  }
  if (type === 'string') return { string: bounds(schema.minLength, schema.maxLength) };
  if (type === 'integer') return { integer: bounds(schema.minimum, schema.maximum) };
  return type === 'boolean' ? 'boolean' : type === 'null' ? 'null' : 'number';
}

function bounds(min: number | undefined, max: number | undefined): { min?: number; max?: number } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function toRoute(operation: Operation, shared: Operation['parameters'] = []): SpecRoute {
  const parameters = [...shared, ...(operation.parameters ?? [])].filter(
    (parameter) => parameter.in === 'query',
  );
  const request = operation.requestBody?.content?.['application/json']?.schema;
  const answers = Object.entries(operation.responses).filter(([, answer]) => !answer.$ref);
  return {
    ...(parameters.length === 0
      ? {}
      : { query: Object.fromEntries(parameters.map(({ name, schema }) => [name, toShape(schema)])) }),
    ...(request ? { request: toShape(request) } : {}),
    answers: Object.fromEntries(
      answers.map(([status, answer]) => {
        const schema = answer.content?.['application/json']?.schema;
        return [status, schema ? toShape(schema) : null];
      }),
    ),
  };
}

const source = process.argv[2];
if (!source) throw new Error('Name the description: npm run spec:routes -- <openapi.json>');
const description = JSON.parse(readFileSync(source, 'utf8')) as Description;
const routes: Record<string, SpecRoute> = {};
for (const [path, operations] of Object.entries(description.paths)) {
  for (const method of METHODS) {
    const operation = operations[method] as Operation | undefined;
    if (operation) routes[`${method.toUpperCase()} ${path}`] = toRoute(operation, operations.parameters);
  }
}
const lines = Object.entries(routes).map(
  ([key, route]) => `${JSON.stringify(key)}: ${JSON.stringify(route)}`,
);
writeFileSync(TARGET, `{\n${lines.join(',\n')}\n}\n`);
