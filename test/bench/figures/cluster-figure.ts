import { crossing, ofWorkers, workersToMatch } from '../cluster/crossing.ts';
import type { ClusterResult, Measured, Rate } from '../cluster/result.ts';
import { markdownTable } from '../markdown.ts';
import { type Language, type Phrase, sourceLine } from './language.ts';

/** How fast a cluster trains and scores beside this machine, and from how many rows on it is worth its beginning. */
export function clusterFigure(result: ClusterResult, language: Language): string {
  const { about, versions, rows, batch, training, scoring } = result;
  const { cores } = about.machine;
  const say = (phrase: Phrase) => phrase[language];
  const rates = (what: Phrase, { here, cluster }: Measured) => [
    [say(what), thousands(here.rate), ...cluster.map(({ rate }) => thousands(rate))],
    [
      say({ en: 'the same for each core', zh: '平均每核' }),
      thousands(here.rate / cores),
      ...cluster.map(({ rate, workers }) => thousands(rate / workers)),
    ],
  ];
  const begins = (what: Phrase, { here, cluster }: Measured) => [
    say(what),
    ...[here, ...cluster].map(({ fixed }) => `${fixed.toFixed(0)} s`),
  ];
  const head = [
    say({
      en: `MMoE, ${count(rows)} rows, batch ${count(batch)}`,
      zh: `MMoE，${count(rows)} 行，批大小 ${count(batch)}`,
    }),
    say({ en: `this machine, ${cores} cores`, zh: `本机，${cores} 核` }),
    ...training.cluster.map(({ workers }) =>
      say({ en: `Ray, ${workers} worker${workers === 1 ? '' : 's'}`, zh: `Ray，${workers} 个 worker` }),
    ),
  ];
  const table = markdownTable(head, [
    ...rates({ en: 'rows trained in a second', zh: '每秒训练行数' }, training),
    begins({ en: 'besides, once', zh: '此外，一次性' }, training),
    ...rates({ en: 'rows scored in a second', zh: '每秒预测行数' }, scoring),
    begins({ en: 'besides, once', zh: '此外，一次性' }, scoring),
  ]);
  const source = `${sourceLine(about, language)} · Ray ${versions.ray}, PyTorch ${versions.torch}`;
  return [source, table, crossingText(result, language)].join('\n\n');
}

type Work = { readonly measured: Measured; readonly name: 'training' | 'scoring'; readonly cores: number };

/** From how many rows on a cluster is faster: as measured, and computed for more workers than were measured. */
function crossingText({ training, scoring, about }: ClusterResult, language: Language): string {
  const { cores } = about.machine;
  const works: readonly Work[] = [
    { measured: training, name: 'training', cores },
    { measured: scoring, name: 'scoring', cores },
  ];
  return works.map({ en: english, zh: chinese }[language]).join('\n\n');
}

function english({ measured, name, cores }: Work): string {
  const { workers, own, needed, larger } = crossings(measured);
  const work = {
    training: { title: 'Training, one epoch', does: 'trained' },
    scoring: { title: 'Scoring', does: 'scored' },
  }[name];
  const found = Number.isFinite(own)
    ? `below ${million(own)} rows this machine is faster than ${workers} workers that share its ${cores} cores.`
    : `on this machine the crossing never comes: ${workers} workers that share its ${cores} cores are slower, however many rows there are.`;
  const [a, b] = larger.map(({ n, rows }) => `below ${million(rows)} rows this machine is faster than ${n} of them`);
  return `${work.title}: ${found} Computed for workers with a core of their own that each ${work.does} as fast as one of these ${workers}: ${needed} match this machine once they run; ${a}, ${b}.`;
}

function chinese({ measured, name, cores }: Work): string {
  const { workers, own, needed, larger } = crossings(measured);
  const title = { training: '训练一轮', scoring: '预测' }[name];
  const found = Number.isFinite(own)
    ? `少于 ${million(own)} 行时，本机快于共用这 ${cores} 核的 ${workers} 个 worker。`
    : `在这台机器上没有交叉点：无论多少行，共用这 ${cores} 核的 ${workers} 个 worker 都更慢。`;
  const [a, b] = larger.map(({ n, rows }) => `少于 ${million(rows)} 行时本机快于 ${n} 个`);
  return `${title}：${found}由此推算，若各 worker 独占一核且与这 ${workers} 个之一同样快：运行起来之后 ${needed} 个与本机相当；${a}，${b}。`;
}

/** What was measured with the most workers, and what follows for twice and for eight times as many as match this machine. */
function crossings(measured: Measured) {
  const most = measured.cluster[measured.cluster.length - 1];
  const needed = workersToMatch(measured);
  const larger = [2 * needed, 8 * needed].map((n) => ({ n, rows: crossing(measured.here, ofWorkers(measured, n)) }));
  return { workers: most.workers, own: crossing(measured.here, most), needed, larger };
}

function thousands(rate: Rate['rate']): string {
  return `${count(Math.round(rate / 1000))} k`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** To two digits: it is computed from rates that vary by more. */
function million(rows: number): string {
  return `${Number((rows / 1e6).toPrecision(2))} M`;
}
