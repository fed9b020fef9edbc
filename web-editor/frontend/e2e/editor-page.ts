import { expect, type Locator, type Page } from '@playwright/test';

/** The editor as a user knows it: by roles, names and places. */
export class EditorPage {
  constructor(readonly page: Page) {}

  /** Opens it as if nobody had left a draft at another device. */
  async open(url: string): Promise<void> {
    const isWhole = URL.canParse(url);
    await this.page.request.delete(isWhole ? new URL('weir/draft', url).href : 'weir/draft');
    await this.show(url);
  }

  async show(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.page.getByText('Connected', { exact: true })).toBeVisible();
  }

  node(name: string | RegExp): Locator {
    return this.page
      .getByRole('option', { name, exact: false })
      .and(this.page.locator('[data-node]'));
  }

  field(name: string): Locator {
    return this.form.getByRole('textbox', { name, exact: true });
  }

  get form(): Locator {
    return this.page.getByRole('tabpanel');
  }

  get deployButton(): Locator {
    return this.page.getByRole('button', { name: /^Deploy( · \d+)?$/ });
  }

  /** Drags a type from the palette to a place on the canvas. */
  async dragFromPalette(type: string, x: number, y: number): Promise<void> {
    const row = this.page
      .getByRole('region', { name: 'Add' })
      .getByRole('button', { name: type, exact: true });
    await row.scrollIntoViewIfNeeded();
    const from = await middle(row);
    await this.drag(from, { x, y });
  }

  /** Draws a wire from an output to the card of another node. */
  async wire(from: Locator, port: number, to: Locator): Promise<void> {
    const start = await middle(from.locator(`[data-port="out:${port}"]`));
    const end = await middle(to.locator('[data-port="in:0"]'));
    await this.drag(start, end);
  }

  async drag(from: Point, to: Point): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + (to.x - from.x) / 2, from.y + (to.y - from.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 4 });
    await mouse.up();
  }

  async fill(name: string, value: string): Promise<void> {
    const field = this.field(name);
    await field.fill(value);
    await field.blur();
  }

  /** Replaces the text of a code field. */
  async code(name: string, text: string): Promise<void> {
    const field = this.field(name);
    await expect(field).toHaveAttribute('contenteditable', 'true');
    await field.click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
    await expect(field).toContainText(text.split('\n', 1)[0] ?? '');
  }

  async choose(name: string, option: string): Promise<void> {
    await this.form.getByRole('combobox', { name, exact: true }).selectOption({ label: option });
  }

  async optionsOf(name: string): Promise<string[]> {
    return this.form
      .getByRole('combobox', { name, exact: true })
      .locator('option')
      .allTextContents();
  }

  async deploy(): Promise<void> {
    await this.deployButton.click();
    await this.expectDeployed();
  }

  async expectDeployed(): Promise<void> {
    await expect(this.page.getByText(/^Deployed \d/)).toBeVisible();
    await expect(this.page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
  }

  async showLive(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Live' }).click();
  }

  get messages(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

async function middle(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('Nothing to see there');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
