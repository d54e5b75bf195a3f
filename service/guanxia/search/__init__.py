"""Finding things of the graph by their words: Chinese, English, codes, citations and IRIs."""
