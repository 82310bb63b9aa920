"""The embedding model on onnxruntime and tokenizers."""
