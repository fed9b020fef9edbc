import type { NumberSeries } from '../model/wire-messages';
import { cx } from '../ui/cx';
import styles from './sidebar.module.css';

const WIDTH = 120;
const HEIGHT = 24;

/** The course of numbers; what it shows is said in words beside it. */
export function SparkLine({ series }: { readonly series: NumberSeries }) {
  const { values, min, max } = series;
  const span = max - min;
  const points = values.map((value, i) => {
    const x = (i / (values.length - 1)) * WIDTH;
    const y = span === 0 ? HEIGHT / 2 : HEIGHT - ((value - min) / span) * HEIGHT;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      className={cx(styles['spark'])}
      viewBox={`-1 -1 ${WIDTH + 2} ${HEIGHT + 2}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}
