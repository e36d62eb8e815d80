"""What the shop's pages load: style sheets, scripts and the scenery."""
