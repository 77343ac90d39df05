import { expect, test } from 'vitest';
import { renderInTurn } from '../../src/charts/drawing/render-queue.ts';

test('pictures asked for at once are drawn one after the other, in the order they were asked for', async () => {
  let running = 0;
  let mostAtOnce = 0;
  const ended: number[] = [];
  const work = (name: number) => async () => {
    running += 1;
    mostAtOnce = Math.max(mostAtOnce, running);
    // The first would end last if they ran side by side.
    for (let step = 0; step < 5 - name; step += 1) await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    ended.push(name);
    return name;
  };
  expect(await Promise.all([0, 1, 2, 3].map((name) => renderInTurn(work(name))))).toEqual([0, 1, 2, 3]);
  expect(mostAtOnce).toBe(1);
  expect(ended).toEqual([0, 1, 2, 3]);
});

test('a picture that fails tells its own caller and lets the next be drawn', async () => {
  const failed = renderInTurn(() => Promise.reject(new Error('no font')));
  const next = renderInTurn(() => Promise.resolve('drawn'));
  await expect(failed).rejects.toThrow('no font');
  await expect(next).resolves.toBe('drawn');
});
