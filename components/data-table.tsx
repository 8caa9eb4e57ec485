import { createTable, getCoreRowModel } from '@tanstack/table-core';
import type { ReactNode } from 'react';

/** A column: its heading, its cell, and, where the list can be sorted by it, the way there. */
export type Column<Row> = {
  id: string;
  heading: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand under each other. */
  isNumber?: boolean;
  /** Where a press on the heading leads, and how the list is sorted now. */
  sort?: { href: string; now: 'ascending' | 'descending' | 'none' };
};

/**
 * A list that an administrator reads. On a desktop a table; on a phone each row is a card whose cells carry their
 * headings. The first column names the row and leads to it. `select` puts a box before each row, for the form of that id.
 */
export function DataTable<Row extends { id: string }>({
  caption,
  columns,
  shown,
  rows,
  select,
}: {
  /** For whoever does not see it. */
  caption: string;
  columns: Column<Row>[];
  /** The ids of the columns that are wanted; all when left out. The first is always there. */
  shown?: readonly string[] | undefined;
  rows: Row[];
  select?: { form: string; name: string; label: (row: Row) => string };
}) {
  const table = createTable<Row>({
    data: rows,
    columns: columns.map((column) => ({ id: column.id, header: column.heading, meta: column })),
    getRowId: (row) => row.id,
    getCoreRowModel: getCoreRowModel(),
    state: {
      columnVisibility: Object.fromEntries(
        columns.map(({ id }, index) => [id, index === 0 || shown === undefined || shown.includes(id)]),
      ),
      columnPinning: { left: [], right: [] },
    },
    onStateChange: () => {},
    renderFallbackValue: null,
  });
  const visible = table.getVisibleLeafColumns().map((column) => column.columnDef.meta as Column<Row>);
  return (
    <div className="rounded-2xl border border-line bg-card sm:shadow-card lg:overflow-x-auto">
      <table className="block w-full text-left text-sm/6 lg:table">
        <caption className="sr-only">{caption}</caption>
        <thead className="hidden lg:table-header-group">
          <tr className="border-b border-line text-muted">
            {select && (
              <td className="w-10 py-2 pl-4">
                <span className="sr-only">Selected</span>
              </td>
            )}
            {visible.map((column) => (
              <th
                key={column.id}
                scope="col"
                aria-sort={column.sort && column.sort.now !== 'none' ? column.sort.now : undefined}
                className={`px-4 py-2 font-medium whitespace-nowrap ${column.isNumber ? 'text-right' : ''}`}
              >
                <Heading column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line lg:table-row-group">
          {table.getRowModel().rows.map(({ id, original }) => (
            <tr key={id} className="relative block px-4 py-3 hover:bg-sunken lg:table-row lg:p-0">
              {select && (
                <td className="absolute top-2 right-2 lg:static lg:table-cell lg:py-0 lg:pl-4">
                  <label className="inline-flex size-11 items-center justify-center lg:size-6">
                    <span className="sr-only">{select.label(original)}</span>
                    <input
                      type="checkbox"
                      form={select.form}
                      name={select.name}
                      value={id}
                      className="size-4 accent-accent"
                    />
                  </label>
                </td>
              )}
              {visible.map((column, index) =>
                index === 0 ? (
                  <th
                    key={column.id}
                    scope="row"
                    className="block min-w-0 pr-10 font-medium lg:table-cell lg:px-4 lg:py-2.5 lg:align-top"
                  >
                    {column.cell(original)}
                  </th>
                ) : (
                  <td
                    key={column.id}
                    className={`grid grid-cols-[7.5rem_1fr] gap-3 text-muted lg:table-cell lg:px-4 lg:py-2.5 lg:align-top ${
                      column.isNumber ? 'tabular-nums lg:text-right' : ''
                    }`}
                  >
                    <span aria-hidden className="lg:hidden">
                      {column.heading}
                    </span>
                    <span className="min-w-0 text-text">{column.cell(original)}</span>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading<Row>({ column: { heading, sort } }: { column: Column<Row> }) {
  if (!sort) return heading;
  return (
    <a
      href={sort.href}
      className="-mx-1 inline-flex items-center gap-1 rounded px-1 underline-offset-4 hover:text-text hover:underline"
    >
      {heading}
      <span aria-hidden className={sort.now === 'none' ? 'opacity-0' : ''}>
        {sort.now === 'ascending' ? '↑' : '↓'}
      </span>
    </a>
  );
}
