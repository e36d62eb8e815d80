"""Elastic's synthetics on the same walk, where npm can put it into a folder of ours.

A run of it is a new process with a browser of its own, so its time is a cold start's.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

PACKAGE = "@elastic/synthetics@1.26.3"
INSTALL_SECONDS = 300
RUN_SECONDS = 60
JOURNEY = """import { journey, step } from '@elastic/synthetics';
journey('buy', ({ page, params }) => {
  const lead = async (role, name) => Promise.all([
    page.waitForNavigation(), page.getByRole(role, { name }).first().click()]);
  step('ad', async () => { await page.goto(params.url + '/ads/boots');
    await page.getByText('€').first().innerText(); await lead('link', 'Shop boots'); });
  step('landing', () => lead('link', 'See all hiking boots'));
  step('category', () => lead('link', 'Trailblazer GTX'));
  step('product', async () => { await page.getByLabel('Size', { exact: true }).selectOption('42');
    await lead('button', 'Add to cart'); });
  step('cart', () => lead('link', 'Checkout'));
  step('contact', async () => { await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('Last name').fill('Shopper');
    await page.getByLabel('E-mail').fill('ada@shopper.example');
    await lead('button', 'Continue to delivery'); });
  step('delivery', async () => { await page.getByLabel('Street').fill('Lindenweg 7');
    await page.getByLabel('Postcode').fill('10115'); await page.getByLabel('City').fill('Berlin');
    await page.getByLabel('Country').selectOption({ label: 'Germany' });
    await page.getByRole('radio', { name: 'Pay by invoice' }).check();
    await page.getByRole('checkbox', { name: 'I agree to the terms' }).check();
    await lead('button', 'Place order'); });
  step('order', () => page.getByRole('heading', { name: 'Order placed' }).waitFor());
});
"""


def elastic_seconds(url: str, rounds: int) -> list[float] | str:
    """Give the seconds of some runs, or why there are none."""
    npm, browser = shutil.which("npm"), shutil.which("chromium")
    if npm is None or browser is None:
        return "elastic: left out, it needs npm and a chromium"
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        environ_free = ["--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            _run([npm, "install", *environ_free, PACKAGE], here, INSTALL_SECONDS)
            (here / "buy.journey.ts").write_text(JOURNEY, "utf-8")
            return [_timed(here, url, browser) for _ in range(rounds)]
        except (OSError, subprocess.SubprocessError) as trouble:
            said = getattr(trouble, "stderr", None) or str(trouble)
            return f"elastic: left out, {str(said).strip().splitlines()[-1][:200]}"


def _timed(here: Path, url: str, browser: str) -> float:
    options = f'{{"executablePath": "{browser}", "chromiumSandbox": false}}'
    command = ["npx", "@elastic/synthetics", ".", "--no-throttling", "--reporter", "json"]
    command += ["--params", f'{{"url": "{url}"}}', "--playwright-options", options]
    began = perf_counter()
    _run(command, here, RUN_SECONDS)
    return perf_counter() - began


def _run(command: list[str], here: Path, seconds: int) -> None:
    subprocess.run(  # noqa: S603 (our own words)
        command, cwd=here, check=True, capture_output=True, text=True, timeout=seconds
    )
