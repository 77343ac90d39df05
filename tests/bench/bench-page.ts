/** Shows findings: on the terminal, and as the generated part of docs/benchmarks.md. Knows no measurement. */
import { readFileSync, writeFileSync } from 'node:fs';
import { projectPath } from '../../src/project-root.ts';
import type { Bar, Findings, Table } from './bench-measurement.ts';

export interface Measured {
  readonly title: string;
  readonly findings: Findings;
}

const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';

const barTable = (bars: readonly Bar[]): Table => [
  ['what', 'must', 'measured', ''],
  ...bars.map(({ what, must, measured, met }) => [what, must, measured, met ? 'met' : '**not met**']),
];

/** Columns of equal width, the first one to the left. */
export function renderTerminal(table: Table): string {
  const widths = widthsOf(table);
  return table
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function renderMarkdown(table: Table): string {
  const [header = [], ...rows] = table;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), `|---|${'---:|'.repeat(header.length - 1)}`, ...rows.map(line)].join('\n');
}

/** Everything on one page of text, the bars first. */
export function renderSummary(measured: readonly Measured[]): string {
  const bars = measured.flatMap(({ findings }) => findings.bars);
  return renderTerminal(barTable(bars).map((row) => row.map((cell) => cell.replaceAll('*', ''))));
}

/** Replaces the generated part; the prose around it stays. @throws Error when the page has no such part. */
export function writePage(machine: readonly string[], measured: readonly Measured[]): void {
  const file = projectPath('docs', 'benchmarks.md');
  const page = readFileSync(file, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from === -1 || to < from) throw new Error(`${file} has no part between ${BEGIN} and ${END}`);
  const parts = [
    BEGIN,
    machine.map((line) => `- ${line}`).join('\n'),
    renderMarkdown(barTable(measured.flatMap(({ findings }) => findings.bars))),
    ...measured.flatMap(({ title, findings }) => [
      `### ${title}`,
      findings.how,
      ...findings.tables.map(renderMarkdown),
    ]),
  ];
  writeFileSync(file, `${page.slice(0, from)}${parts.join('\n\n')}\n\n${page.slice(to)}`);
}

function widthsOf(table: Table): number[] {
  const columns = table[0]?.length ?? 0;
  return Array.from({ length: columns }, (_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
}
