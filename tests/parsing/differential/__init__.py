"""What is read of a curl command against what real curl sends."""
