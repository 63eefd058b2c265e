"""Inner parts of libraries that we use, each with its reason, measured gain and a test that says when it is gone."""
