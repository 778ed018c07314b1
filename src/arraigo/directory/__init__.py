"""What institutions offer: services, where and in how long they answer."""
