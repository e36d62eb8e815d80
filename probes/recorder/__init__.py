"""A walk recorded while somebody clicks: what the browser tells, as steps, as a journey's file."""
