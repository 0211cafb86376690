"""What an editor says of rule files, by the published schemas."""
