import type { Problem } from '../core/units/problem.ts';
import type { Cells, Column } from './report-columns.ts';
import type { OrderLife } from './order-life.ts';
import type { Span } from '../ports.ts';

/** One row of a report: a holding, a position that is not managed, the conversion, or cash. */
export interface ReportRow {
  readonly kind: 'holding' | 'unmanaged' | 'conversion' | 'cash';
  readonly cells: Cells;
}

/** What a report says about its run besides figures. */
export interface ReportHead {
  readonly runId: string;
  readonly accountId: string;
  /** ms since 1970. */
  readonly startedAt: number;
  /** SIMULATED, PAPER, LIVE and what an answer would do. */
  readonly mode: string;
  /** Whether the account id may be read in full. */
  readonly masked: boolean;
  /** Of the plan that was shown. */
  readonly digest: string;
  readonly warnings: readonly string[];
  /** What may not be traded, or what went wrong, in sentences. */
  readonly problems: readonly string[];
  /** The same as data, before the trades: what stands between the plan and the broker. */
  readonly gates?: readonly Problem[];
}

/** The reports of all accounts of a run, which share their files. */
export interface RunReports {
  readonly kind: 'pre' | 'post';
  readonly runId: string;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly accounts: readonly RunReport[];
  /** The accounts side by side and together; undefined where there is only one. */
  readonly combined: CombinedReport | undefined;
  /** Where the time of the run went until the report was written; only where that was asked for. */
  readonly spans?: readonly Span[];
}

/** Several accounts as if they were one. Every figure is a sum of those in their reports. */
export interface CombinedReport {
  /** One row for each account. */
  readonly accounts: readonly Cells[];
  readonly accountTotals: Cells;
  /** One row for each symbol that any of them holds or wants, then for the conversion and for cash. */
  readonly symbols: readonly Cells[];
  readonly symbolTotals: Cells;
}

/**
 * The report of one account as plain data: every figure is made once, as the text that all forms show. CSV,
 * Markdown, HTML and JSON only lay it out, so they cannot differ.
 */
export interface RunReport {
  readonly kind: 'pre' | 'post';
  readonly head: ReportHead;
  /** The outcome in one sentence. */
  readonly headline: string;
  /** What the plan says in sentences: conversion, certificate, what is not counted. */
  readonly remarks: readonly string[];
  /** The columns of its CSV, in order. */
  readonly columns: readonly Column[];
  /** Figures that stand on every row. */
  readonly shared: Cells;
  /** One row for each symbol, then for the conversion, then for cash. */
  readonly rows: readonly ReportRow[];
  /** The symbols of what is traded, in the order of sending. */
  readonly trades: readonly string[];
  /** Sums of the figures as they are shown, so that a column adds up to its total. */
  readonly totals: Cells;
  /** In the order of sending; none before the trades. */
  readonly orders: readonly OrderLife[];
}
