(() => {
  const button = document.querySelector('.theme'), root = document.documentElement;
  button.hidden = false;
  button.onclick = () => {
    const now = root.dataset.theme, dark = matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = (now ? now === 'dark' : dark) ? 'light' : 'dark';
  };
})()
